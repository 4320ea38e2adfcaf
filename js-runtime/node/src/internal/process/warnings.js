'use strict';

/** `process.emitWarning` and what happens to a warning that nobody else shows. */

const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');

const shownDeprecations = new Set();

function nameAndMessage(warning) {
  if (typeof warning.toString === 'function') {
    try {
      return `${warning.toString()}`;
    } catch {
      // One that cannot show itself is shown as an error is.
    }
  }
  return Error.prototype.toString.call(warning);
}

/** The default listener of 'warning': one line on stderr, as Node writes it. */
function onWarning(warning) {
  if (!(warning instanceof Error)) return;
  const deprecation = warning.name === 'DeprecationWarning';
  if (deprecation && process.noDeprecation) return;
  const trace = process.traceProcessWarnings || (deprecation && process.traceDeprecation);
  let message = `(${process.release.name}:${process.pid}) `;
  if (warning.code) message += `[${warning.code}] `;
  if (trace && warning.stack) message += `${warning.stack}`;
  else message += nameAndMessage(warning);
  if (typeof warning.detail === 'string') message += `\n${warning.detail}`;
  write(message);
}

const toStderr = (message) => process._rawDebug(message);
let write = toStderr;

/** From now on warnings are appended to a file; to stderr when that cannot be written. */
function showIn(file) {
  const fs = require('fs');
  write = (message) => {
    try {
      fs.appendFileSync(file, `${message}\n`);
    } catch {
      toStderr(message);
    }
  };
}

/** From now on warnings are shown by `show(text)`. */
function showWith(show) {
  write = show;
}

/**
 * `process.emitWarning(warning[, type[, code]][, ctor])` or `(warning, { type, code, detail })`: a 'warning' event in the next tick.
 * A DeprecationWarning is thrown under `process.throwDeprecation` and dropped under `process.noDeprecation`.
 */
function emitWarning(warning, type, code, ctor) {
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    ctor = type.ctor;
    code = type.code;
    if (typeof type.detail === 'string') detail = type.detail;
    type = type.type || 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    ctor = code;
    code = '';
  } else if (code !== undefined) {
    validateString(code, 'code');
  }
  if (typeof warning === 'string') {
    warning = createWarning(warning, type, code, ctor, detail);
  } else if (!(warning instanceof Error)) {
    throw codes.ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  }
  if (warning.name === 'DeprecationWarning') {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      // Thrown from a tick: whoever uses the deprecated function must not be able to swallow it.
      return process.nextTick(() => { throw warning; });
    }
  }
  process.nextTick(() => process.emit('warning', warning));
}

function createWarning(message, type = 'Warning', code, ctor, detail) {
  const warning = new Error(message);
  warning.name = String(type);
  if (code !== undefined && code !== '') warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  Error.captureStackTrace(warning, ctor || emitWarning);
  return warning;
}

/** A DeprecationWarning once a code. */
function emitDeprecationOnce(message, code, ctor) {
  if (shownDeprecations.has(code)) return;
  shownDeprecations.add(code);
  emitWarning(message, 'DeprecationWarning', code, ctor);
}

module.exports = { emitWarning, emitDeprecationOnce, onWarning, showIn, showWith };
