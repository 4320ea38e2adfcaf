'use strict';

/**
 * The way of a request through an application, in JavaScript over Node's `req` and `res`: servers of the application's own, and
 * requests that somebody watches. The host's requests go the native way (`internal/koa/hooks`).
 */
const compose = require('koa-compose');
const hooks = require('internal/koa/hooks');
const httpErrors = require('internal/koa/http_errors');
const respond = require('internal/koa/respond');
const { onFinished } = require('internal/koa/on_finished');

exports.HttpError = httpErrors.HttpError;

/** A context without `state`. */
exports.createContext = function createContext(app, req, res) {
  const ctx = Object.create(app.context);
  const request = ctx.request = Object.create(app.request);
  const response = ctx.response = Object.create(app.response);
  ctx.app = request.app = response.app = app;
  ctx.req = request.req = response.req = req;
  ctx.res = request.res = response.res = res;
  request.ctx = response.ctx = ctx;
  request.response = response;
  response.request = request;
  ctx.onerror = ctx.onerror.bind(ctx);
  ctx.originalUrl = request.originalUrl = req.url;
  return ctx;
};

/** The `(req, res)` handler. Each request runs in the application's asynchronous scope, if it has one. */
exports.callback = function callback(app) {
  const fnMiddleware = compose(app.middleware);
  return hooks.setApplication((req, res) => {
    const ctx = app.createContext(req, res);
    const handle = () => app.handleRequest(ctx, fnMiddleware);
    return app.ctxStorage ? app.ctxStorage.run(ctx, handle) : handle();
  }, app);
};

exports.handleRequest = function handleRequest(app, ctx, fnMiddleware) {
  const { res, onerror } = ctx;
  res.statusCode = 404;
  onFinished(res, onerror);
  return fnMiddleware(ctx).then(() => respond(ctx)).catch(error => {
    // koa takes null for "no error" and leaves the client waiting; who throws it has failed all the same.
    onerror(error ?? new Error(`non-error thrown: ${error}`));
  });
};

exports.onFinished = (ctx, callback) => onFinished(ctx.res, callback);
