'use strict';

/** The arguments of spawn and its kin, checked and completed. */

const { codes } = require('internal/errors');
const {
  validateAbortSignal, validateBoolean, validateObject, validateString,
} = require('internal/validators');

function checkNulls(value, name) {
  if (typeof value === 'string' && value.includes('\u0000')) {
    throw codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a string without null bytes');
  }
}

/** A signal's number of its name or number; ERR_UNKNOWN_SIGNAL for anything else. */
function signalNumber(signal) {
  const { signals } = require('os').constants;
  if (typeof signal === 'number' && Object.values(signals).includes(signal)) return signal;
  if (typeof signal === 'string') {
    const number = signals[signal.toUpperCase()];
    if (number) return number;
  }
  throw codes.ERR_UNKNOWN_SIGNAL(signal);
}

function signalName(number) {
  for (const [name, value] of Object.entries(require('os').constants.signals)) if (value === number) return name;
  return null;
}

/** The number that stands for `killSignal`; undefined where none is given. */
function checkedKillSignal(signal) {
  if (typeof signal !== 'string' && typeof signal !== 'number') {
    if (signal == null) return undefined;
    throw codes.ERR_INVALID_ARG_TYPE('options.killSignal', ['string', 'number'], signal);
  }
  return signalNumber(signal);
}

function checkTimeout(timeout) {
  if (timeout != null && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw codes.ERR_OUT_OF_RANGE('timeout', 'an unsigned integer', timeout);
  }
}

function checkMaxBuffer(most) {
  if (most != null && !(typeof most === 'number' && most >= 0)) {
    throw codes.ERR_OUT_OF_RANGE('options.maxBuffer', 'a positive number', most);
  }
}

function checkInt32(value, name) {
  if (value != null && value !== (value | 0)) throw codes.ERR_INVALID_ARG_TYPE(name, 'int32', value);
}

function checkedPath(path, name) {
  if (path == null) return path;
  if (typeof path === 'object' && typeof path.href === 'string' && path.protocol) return require('url').fileURLToPath(path);
  if (path instanceof Uint8Array) return require('buffer').Buffer.from(path).toString();
  if (typeof path !== 'string') throw codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], path);
  checkNulls(path, name);
  return path;
}

/** `['NAME=value']` of an environment, inherited members included. */
function environmentOf(env) {
  const pairs = [];
  // NODE_V8_COVERAGE and the like need no care: this engine has no coverage of its own.
  for (const key in env) {
    const value = env[key];
    if (value === undefined) continue;
    checkNulls(key, `options.env['${key}']`);
    checkNulls(`${value}`, `options.env['${key}']`);
    pairs.push(`${key}=${value}`);
  }
  return pairs;
}

/** What spawn(file, args, options) means: the options, with `args` (the program's own name first), `envPairs` and `file`. */
function spawnOptions(file, args, options) {
  validateString(file, 'file');
  checkNulls(file, 'file');
  if (file.length === 0) throw codes.ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args == null) {
    args = [];
  } else if (typeof args !== 'object') {
    throw codes.ERR_INVALID_ARG_TYPE('args', 'object', args);
  } else {
    options = args;
    args = [];
  }
  for (let i = 0; i < args.length; i++) {
    args[i] = `${args[i]}`;
    checkNulls(args[i], `args[${i}]`);
  }
  if (options === undefined) options = {};
  else validateObject(options, 'options');
  const cwd = checkedPath(options.cwd, 'options.cwd');
  if (options.detached != null) validateBoolean(options.detached, 'options.detached');
  checkInt32(options.uid, 'options.uid');
  checkInt32(options.gid, 'options.gid');
  if (options.shell != null && typeof options.shell !== 'boolean' && typeof options.shell !== 'string') {
    throw codes.ERR_INVALID_ARG_TYPE('options.shell', ['boolean', 'string'], options.shell);
  }
  if (options.argv0 != null) {
    validateString(options.argv0, 'options.argv0');
    checkNulls(options.argv0, 'options.argv0');
  }
  if (options.windowsHide != null) validateBoolean(options.windowsHide, 'options.windowsHide');
  if (options.windowsVerbatimArguments != null) {
    validateBoolean(options.windowsVerbatimArguments, 'options.windowsVerbatimArguments');
  }
  if (options.shell) {
    checkNulls(options.shell, 'options.shell');
    args = ['-c', [file, ...args].join(' ')];
    file = typeof options.shell === 'string' ? options.shell : '/bin/sh';
  }
  args.unshift(typeof options.argv0 === 'string' ? options.argv0 : file);
  return {
    __proto__: null,
    ...options,
    args,
    cwd,
    detached: Boolean(options.detached),
    envPairs: environmentOf(options.env || process.env),
    file,
  };
}

module.exports = {
  checkAbortSignal: (signal) => { if (signal !== undefined) validateAbortSignal(signal, 'options.signal'); },
  checkMaxBuffer,
  checkNulls,
  checkTimeout,
  checkedKillSignal,
  checkedPath,
  signalName,
  signalNumber,
  spawnOptions,
};
