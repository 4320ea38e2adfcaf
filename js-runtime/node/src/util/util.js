'use strict';

/** `util`: Node's helpers. Most live in `internal/util/`, and are loaded when first asked for unless every application needs them. */

const { codes, ErrnoException, ExceptionWithHostPort } = require('internal/errors');
const { validateBoolean, validateOneOf, validateString } = require('internal/validators');
const { lazy } = require('internal/lazy');
const { callbackify, promisify } = require('internal/util/promisify');
const { deprecate } = require('internal/util/deprecate');
const { debuglog } = require('internal/util/debuglog');
const types = require('util/types');

/** Makes `constructor` inherit the prototype methods of `superConstructor`, which it shows as `super_`. */
function inherits(ctor, superCtor) {
  if (ctor === undefined || ctor === null) throw codes.ERR_INVALID_ARG_TYPE('ctor', 'Function', ctor);
  if (superCtor === undefined || superCtor === null) throw codes.ERR_INVALID_ARG_TYPE('superCtor', 'Function', superCtor);
  if (superCtor.prototype === undefined) throw codes.ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superCtor.prototype);
  Object.defineProperty(ctor, 'super_', { value: superCtor, writable: true, configurable: true });
  Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
}

/** Deprecated in favour of Object.assign: copies the own properties of `source`, if it is an object. */
function _extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  for (const key of Object.keys(source)) target[key] = source[key];
  return target;
}

function getSystemErrorName(err) {
  if (typeof err !== 'number') throw codes.ERR_INVALID_ARG_TYPE('err', 'number', err);
  if (err >= 0 || !Number.isSafeInteger(err)) throw codes.ERR_OUT_OF_RANGE('err', 'a negative integer', err);
  const entry = require('internal/uv_errors').byErrno.get(err);
  return entry === undefined ? `Unknown system error ${err}` : entry[0];
}

function getSystemErrorMap() {
  return new Map(Array.from(require('internal/uv_errors').byErrno, ([errno, entry]) => [errno, entry.slice()]));
}

function stripVTControlCharacters(str) {
  validateString(str, 'str');
  return require('internal/util/text').stripControlSequences(str);
}

/** Whether texts for `stream` are to be coloured: FORCE_COLOR decides, or else whether it is a terminal with colours. */
function wantsColors(stream) {
  const forced = process.env.FORCE_COLOR;
  if (forced !== undefined) return ['', '1', 'true', '2', '3'].includes(forced);
  return !!stream?.isTTY && (typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true);
}

/**
 * `formats`: a name of `inspect.colors`, or several with the first outermost.
 * `options`: { validateStream: true, stream: process.stdout }; a single format is left out where the stream shows no colours.
 */
function styleText(formats, text, { validateStream = true, stream = process.stdout } = {}) {
  validateString(text, 'text');
  validateBoolean(validateStream, 'options.validateStream');
  if (validateStream && (stream === null || typeof stream !== 'object' || (typeof stream.on !== 'function' && typeof stream.getReader !== 'function' &&
      typeof stream.getWriter !== 'function'))) {
    throw codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const { colors } = module.exports.inspect;
  let before = '';
  let after = '';
  for (const name of Array.isArray(formats) ? formats : [formats]) {
    const sequence = colors[name];
    if (sequence === undefined) validateOneOf(name, 'format', Object.keys(colors));
    before += `\u001b[${sequence[0]}m`;
    after = `\u001b[${sequence[1]}m${after}`;
  }
  if (!Array.isArray(formats) && validateStream && !wantsColors(stream)) return text;
  return `${before}${text}${after}`;
}

function toUSVString(text) {
  return String(text).toWellFormed();
}

function log(...args) {
  const now = new Date();
  const pad = (n) => String(n).padStart(2, '0');
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(pad).join(':');
  require('console').log('%s - %s', `${now.getDate()} ${months[now.getMonth()]} ${time}`, module.exports.format(...args));
}

function refuseTransfer(name) {
  return { [name]() { throw codes.ERR_METHOD_NOT_IMPLEMENTED(`util.${name}()`); } }[name];
}

// Deprecated checks that packages of the egg 2 age still call.
const oldChecks = {
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === 'boolean',
  isBuffer: (value) => require('buffer').Buffer.isBuffer(value),
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === 'number',
  isString: (value) => typeof value === 'string',
  isSymbol: (value) => typeof value === 'symbol',
  isUndefined: (value) => value === undefined,
  isRegExp: types.isRegExp,
  isObject: (value) => value !== null && typeof value === 'object',
  isDate: types.isDate,
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value) => typeof value === 'function',
  isPrimitive: (value) => value === null || (typeof value !== 'object' && typeof value !== 'function'),
};

module.exports = {
  _errnoException: ErrnoException,
  _exceptionWithHostPort: ExceptionWithHostPort,
  _extend,
  callbackify,
  debug: debuglog,
  debuglog,
  deprecate,
  styleText,
  getSystemErrorMap,
  getSystemErrorName,
  inherits,
  ...oldChecks,
  log,
  promisify,
  stripVTControlCharacters,
  toUSVString,
  transferableAbortSignal: refuseTransfer('transferableAbortSignal'),
  transferableAbortController: refuseTransfer('transferableAbortController'),
  get aborted() { return require('internal/abort_controller').aborted; },
  types,
};

for (const [name, file] of [
  ['isDeepStrictEqual', 'internal/comparisons'],
  ['inspect', 'internal/util/inspect'],
  ['format', 'internal/util/format'],
  ['formatWithOptions', 'internal/util/format'],
  ['parseEnv', 'internal/util/parse_env'],
  ['parseArgs', 'internal/util/parse_args'],
  ['TextDecoder', 'internal/encoding'],
  ['TextEncoder', 'internal/encoding'],
  ['MIMEType', 'internal/mime'],
  ['MIMEParams', 'internal/mime'],
]) {
  lazy(module.exports, name, () => require(file)[name]);
}
