'use strict';

/** What becomes of an error that nobody caught and of a rejection that nobody handled: Node's events, or the end. */

const engine = require('internal/engine');
const { codes } = require('internal/errors');

let capture = null;

/** `process.setUncaughtExceptionCaptureCallback(fn | null)`. */
function setCapture(fn) {
  if (fn === null) {
    capture = null;
    return;
  }
  if (typeof fn !== 'function') throw codes.ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], fn);
  if (capture !== null) throw codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  capture = fn;
}

function hasCapture() {
  return capture !== null;
}

/** Called with every error that reaches the outermost level; `origin` is 'uncaughtException' or 'unhandledRejection'. */
function onUncaught(error, origin = 'uncaughtException') {
  process.emit('uncaughtExceptionMonitor', error, origin);
  if (capture !== null) {
    capture(error);
    return;
  }
  if (process.listenerCount('uncaughtException') > 0) {
    process.emit('uncaughtException', error, origin);
    return;
  }
  process._rawDebug(report(error));
  try {
    if (!process._exiting) {
      process._exiting = true;
      process.exitCode = 1;
      process.emit('exit', 1);
    }
  } finally {
    engine.exit(Number(process.exitCode) || 1);
  }
}

function report(error) {
  let text;
  const { inspect } = require('util');
  if (error instanceof Error) text = inspect(error);
  else text = `Uncaught:\n${inspect(error)}\n(Use an Error object to get a stack trace)`;
  return `${text}\n\nCoddle ${process.versions.coddle} (Node.js ${process.version})`;
}

function onRejection(reason, promise) {
  if (process.emit('unhandledRejection', reason, promise)) return;
  let error = reason;
  if (!(reason instanceof Error)) {
    let shown;
    try {
      shown = require('util').inspect(reason);
    } catch {
      shown = String(reason);
    }
    error = new Error(
      'This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which ' +
      `was not handled with .catch(). The promise rejected with the reason "${shown}".`);
    error.name = 'UnhandledPromiseRejection';
    error.code = 'ERR_UNHANDLED_REJECTION';
  }
  onUncaught(error, 'unhandledRejection');
}

function install() {
  engine.setUncaughtHook((error) => onUncaught(error));
  engine.setRejectionHook(onRejection);
}

module.exports = { install, setCapture, hasCapture, onUncaught };
