'use strict';

/** Conversion of a configuration for its dump. */
const util = require('util');
const { Buffer } = require('buffer');
const { isAsyncFunction, isClass, isFunction, isGeneratorFunction } = require('internal/koa/function_kind');
const { isPlainObject } = require('internal/egg/extend2');

exports.printable = printable;
exports.safeParseURL = safeParseURL;

/**
 * A copy of an object that can be printed: secrets become their length, functions, classes and instances their names. It has the keys
 * that a merge of configurations would take over.
 * `secrets`: keys (texts or RegExps) whose values are secret; `hiddenPaths`: paths like `a.b` that are not shown at all.
 */
function printable(object, secrets, hiddenPaths) {
  const isSecret = secretTest(secrets);
  return copy(object, '');

  function copy(tree, parentPath) {
    const copied = {};
    for (const key in tree) {
      const value = tree[key];
      if (value === undefined || key === '__proto__') continue;
      copied[key] = shown(key, value, hiddenPaths.length > 0 && parentPath ? `${parentPath}.${key}` : key);
    }
    return copied;
  }

  function shown(key, value, keyPath) {
    if (value === null) return null;
    const isHidden = hiddenPaths.length > 0 && hiddenPaths.includes(keyPath);
    if (isTree(value)) return isHidden ? '<Object>' : copy(value, keyPath);
    if (isHidden || isSecret(key)) return describe(value);
    if (typeof value !== 'object' && typeof value !== 'function') return typeof value === 'symbol' ? value.toString() : value;
    if (Array.isArray(value)) return value;
    return value instanceof RegExp ? value.toString() : describe(value);
  }
}

function isTree(value) {
  return typeof value === 'object' && (Object.getPrototypeOf(value) === Object.prototype || isPlainObject(value));
}

/** Whether a key is one of `secrets`, texts and RegExps. A configuration has hundreds of keys, and is dumped four times a start. */
function secretTest(secrets) {
  const texts = new Set(secrets);
  const patterns = secrets.filter(secret => secret instanceof RegExp);
  const answers = new Map();
  return key => {
    let answer = answers.get(key);
    if (answer === undefined) answers.set(key, answer = texts.has(key) || patterns.some(pattern => pattern.test(key)));
    return answer;
  };
}

function describe(value) {
  if (isFunction(value)) return `<${functionKind(value)} ${value.name || 'anonymous'}>`;
  const type = value.constructor.name;
  if (!type) return util.format(value);
  const hasLength = Buffer.isBuffer(value) || typeof value === 'string';
  return hasLength ? `<${type} len: ${value.length}>` : `<${type}>`;
}

function functionKind(fn) {
  if (isClass(fn)) return 'Class';
  if (isGeneratorFunction(fn)) return 'GeneratorFunction';
  return isAsyncFunction(fn) ? 'AsyncFunction' : 'Function';
}

function safeParseURL(url) {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
