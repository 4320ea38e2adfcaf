'use strict';

/** Conversion of a configuration for its dump. */
const util = require('util');
const { Buffer } = require('buffer');
const {
  isAsyncFunction, isClass, isFunction, isGeneratorFunction, isPrimitive,
} = require('internal/koa/function_kind');

exports.convertObject = convertObject;
exports.safeParseURL = safeParseURL;

/**
 * Makes an object printable in place: secrets become their length, functions, classes and instances their names.
 * `ignore`: keys (texts or RegExps) that are secret; `ignoreKeyPaths`: paths like `a.b` that are not shown at all.
 */
function convertObject(object, ignore, ignoreKeyPaths) {
  const isSecret = secretTest(Array.isArray(ignore) ? ignore : [ ignore ]);
  const hiddenPaths = Array.isArray(ignoreKeyPaths) ? ignoreKeyPaths : [ ignoreKeyPaths ].filter(Boolean);
  convert(object, '');

  function convert(tree, parentPath) {
    for (const key of Object.keys(tree)) {
      tree[key] = convertValue(key, tree[key], hiddenPaths.length > 0 && parentPath ? `${parentPath}.${key}` : key);
    }
    return tree;
  }

  function convertValue(key, value, keyPath) {
    if (value === undefined || value === null) return value;
    const isHidden = hiddenPaths.includes(keyPath);
    if (!isHidden && !isSecret(key)) {
      if (typeof value === 'symbol' || value instanceof RegExp) return value.toString();
      if (isPrimitive(value) || Array.isArray(value)) return value;
    }
    if (Object.getPrototypeOf(value) === Object.prototype) return isHidden ? '<Object>' : convert(value, keyPath);
    return describe(value);
  }
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
