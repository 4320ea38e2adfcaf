'use strict';

const { Buffer } = require('buffer');
const Stream = require('stream');
const negotiate = require('internal/koa/negotiate');

/** Sends what the middleware left in the context. `ctx.respond = false` leaves it to the application. */
module.exports = function respond(ctx) {
  if (ctx.respond === false || !ctx.writable) return;
  const { res, response, status, body } = ctx;
  if (negotiate.isEmptyStatus(status)) {
    ctx.body = null;
    res.end();
  } else if (ctx.method === 'HEAD') {
    const { length } = response;
    if (!res.headersSent && !response.has('Content-Length') && Number.isInteger(length)) ctx.length = length;
    res.end();
  } else if (body === null || body === undefined) {
    respondWithoutBody(ctx);
  } else if (Buffer.isBuffer(body) || typeof body === 'string') {
    res.end(body);
  } else if (body instanceof Stream) {
    body.pipe(res);
  } else {
    const json = JSON.stringify(body);
    if (!res.headersSent) ctx.length = Buffer.byteLength(json);
    res.end(json);
  }
};

/** The status in words, unless the body was said to be null. */
function respondWithoutBody(ctx) {
  const { res, response } = ctx;
  if (response._explicitNullBody) {
    response.remove('Content-Type');
    response.remove('Transfer-Encoding');
    res.end();
    return;
  }
  const text = ctx.message || String(ctx.status);
  if (!res.headersSent) {
    ctx.type = 'text';
    ctx.length = Buffer.byteLength(text);
  }
  res.end(text);
}
