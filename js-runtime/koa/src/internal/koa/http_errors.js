'use strict';

/** The errors of `ctx.throw` and `ctx.assert` (npm package `http-errors`). */
const negotiate = require('internal/koa/negotiate');

let deprecate;

/** Base of what `create` makes; `instanceof` tells an HTTP error from others. */
class HttpError extends Error {}

exports.HttpError = HttpError;

/** One class a name, made at first use. */
const classes = new Map();

/** An error of a status, a message, properties or an error to complete, in any order. */
exports.create = function create(...args) {
  let error;
  let message;
  let status = 500;
  let properties = {};
  args.forEach((argument, index) => {
    if (argument instanceof Error) {
      error = argument;
      status = error.status || error.statusCode || status;
    } else if (typeof argument === 'number') {
      status = argument;
      if (index !== 0) warn(`non-first-argument status code; replace with createError(${status}, ...)`);
    } else if (typeof argument === 'string') {
      message = argument;
    } else if (typeof argument === 'object') {
      properties = argument;
    }
  });

  const kind = negotiate.httpError(status);
  if (kind.nonErrorStatus && typeof status === 'number') warn('non-error status code; use only 4xx or 5xx status codes');
  status = kind.status;
  if (!error) {
    error = make(kind, message);
    Error.captureStackTrace(error, create);
  }
  if (!(error instanceof HttpError) || error.status !== status) {
    error.expose = status < 500;
    error.status = error.statusCode = status;
  }
  for (const key in properties) {
    if (key !== 'status' && key !== 'statusCode') error[key] = properties[key];
  }
  return error;
};

function make({ status, name, message: defaultMessage, expose }, given) {
  const message = given ?? defaultMessage ?? '';
  if (name === 'Error') return new Error(message);
  // A code without a name of its own has the class of its hundred.
  const classStatus = negotiate.statusText(status) ? status : Math.floor(status / 100) * 100;
  if (!classes.has(name)) classes.set(name, classOf(name, classStatus, expose));
  const error = new (classes.get(name))();
  Object.defineProperty(error, 'message', { value: message, configurable: true, enumerable: true, writable: true });
  return error;
}

function classOf(name, status, expose) {
  const StatusError = class extends HttpError {};
  Object.defineProperty(StatusError, 'name', { value: name });
  Object.defineProperty(StatusError.prototype, 'name', { value: name, configurable: true, writable: true });
  // Enumerable, but not the error's own.
  Object.assign(StatusError.prototype, { status, statusCode: status, expose });
  return StatusError;
}

function warn(message) {
  deprecate ??= require('internal/depd')('http-errors');
  deprecate(message);
}
