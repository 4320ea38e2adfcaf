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

/** Node's exit code when `process._fatalException` is no function any more. */
const NO_FATAL_EXCEPTION = 6;

/** Called with every error that reaches the outermost level. */
function onUncaught(error, isRejection = false) {
  if (typeof process._fatalException !== 'function') {
    process._rawDebug(report(error));
    engine.exit(NO_FATAL_EXCEPTION);
  }
  process._fatalException(error, isRejection);
}

/** `process._fatalException`: true when somebody took care of the error; otherwise it ends the process. */
function fatalException(error, isRejection) {
  const origin = isRejection ? 'unhandledRejection' : 'uncaughtException';
  try {
    process.emit('uncaughtExceptionMonitor', error, origin);
    if (capture !== null) {
      capture(error);
      return true;
    }
    if (process.emit('uncaughtException', error, origin)) return true;
  } catch (again) {
    // process.exit() in a listener unwinds through here too, and nothing may run after it.
    fatal(again);
    engine.exit(inWorker ? 1 : 7);
  }
  fatal(error);
  try {
    if (!process._exiting) {
      process._exiting = true;
      process.exitCode = 1;
      process.emit('exit', 1);
    }
  } catch {
    // The first error is the one that is told.
  }
  engine.exit(process.exitCode === undefined ? 1 : Number(process.exitCode) || 0);
}

function report(error) {
  let text;
  const { inspect } = require('util');
  if (error instanceof Error) text = inspect(error);
  else text = `Uncaught:\n${inspect(error)}\n(Use an Error object to get a stack trace)`;
  return `${text}\n\nCoddle ${process.versions.coddle} (Node.js ${process.version})`;
}

/** Tells of the error that ends the script; a worker thread tells its parent. */
let fatal = (error) => process._rawDebug(report(error));
let inWorker = false;

function setFatal(tell) {
  fatal = tell;
  inWorker = true;
}

/** `--unhandled-rejections`: 'throw' (also when undefined), 'strict', 'warn', 'none', 'warn-with-error-codes'. */
let mode = 'throw';

/** Node's exit code for an option that it cannot follow. */
const INVALID_OPTION = 9;

function setRejectionMode(given) {
  if (!['throw', 'strict', 'warn', 'none', 'warn-with-error-codes'].includes(given)) {
    process._rawDebug(`${process.execPath}: invalid value for --unhandled-rejections`);
    engine.exit(INVALID_OPTION);
  }
  mode = given;
}

/** The number of each promise whose rejection was told, as long as nobody has handled it. */
const told = new WeakMap();
let lastTold = 0;

function onHandled(promise) {
  const id = told.get(promise);
  if (!told.delete(promise) || process.emit('rejectionHandled', promise)) return;
  const { emitWarning } = require('internal/process/warnings');
  emitWarning(`Promise rejection was handled asynchronously (rejection id: ${id})`, 'PromiseRejectionHandledWarning');
}

function onRejection(reason, promise) {
  told.set(promise, ++lastTold);
  switch (mode) {
    case 'strict':
      onUncaught(asError(reason), true);
      if (!process.emit('unhandledRejection', reason, promise)) warnOf(reason, lastTold);
      return;
    case 'none':
      process.emit('unhandledRejection', reason, promise);
      return;
    case 'warn':
      process.emit('unhandledRejection', reason, promise);
      warnOf(reason, lastTold);
      return;
    case 'warn-with-error-codes':
      if (process.emit('unhandledRejection', reason, promise)) return;
      warnOf(reason, lastTold);
      process.exitCode = 1;
      return;
    default:
      if (!process.emit('unhandledRejection', reason, promise)) onUncaught(asError(reason), true);
  }
}

function warnOf(reason, id) {
  const { emitWarning } = require('internal/process/warnings');
  const isErrorLike = typeof reason === 'object' && reason !== null && Object.hasOwn(reason, 'stack');
  emitWarning(isErrorLike ? String(reason.stack) : shortText(reason), 'UnhandledPromiseRejectionWarning');
  const warning = new Error(
    'Unhandled promise rejection. This error originated either by throwing inside of an async function without a catch block, or by ' +
    'rejecting a promise which was not handled with .catch(). To terminate the node process on unhandled promise rejection, use the CLI ' +
    `flag \`--unhandled-rejections=strict\` (see https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). (rejection id: ${id})`);
  warning.name = 'UnhandledPromiseRejectionWarning';
  if (isErrorLike) warning.stack = reason.stack;
  emitWarning(warning);
}

/** A value as V8 shows it without running code of its own. */
function shortText(value) {
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? '[object Array]' : `#<${value.constructor?.name || 'Object'}>`;
}

/** What is thrown of a rejection: its reason, or an error that shows it. */
function asError(reason) {
  if (reason instanceof Error) return reason;
  let shown;
  try {
    shown = require('util').inspect(reason);
  } catch {
    shown = String(reason);
  }
  const error = new Error(
    'This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which ' +
    `was not handled with .catch(). The promise rejected with the reason "${shown}".`);
  error.name = 'UnhandledPromiseRejection';
  error.code = 'ERR_UNHANDLED_REJECTION';
  return error;
}

function install() {
  process._fatalException = fatalException;
  engine.setUncaughtHook((error) => onUncaught(error));
  engine.setRejectionHook(onRejection);
  engine.setHandledHook(onHandled);
}

module.exports = { install, setFatal, setCapture, setRejectionMode, hasCapture, onUncaught };
