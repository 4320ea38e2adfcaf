'use strict';

/**
 * Middleware that sends a part of what others answer (npm package `koa-range` 0.3): buffers, streams, texts and JSON. Of several ranges
 * it is the first.
 *
 * Native: `isRange(header)`; `part(header, length)`, `[first, last]` of the bytes asked for, undefined for all of them, null for none;
 * `ifRangeHolds(header, etag, lastModified)`. Files are cut natively as well (`crate::static_files`).
 */
const { Buffer } = require('buffer');

module.exports = async function range(ctx, next) {
  const asked = ctx.header.range;
  ctx.set('Accept-Ranges', 'bytes');
  if (!asked) return next();
  if (!native.isRange(asked)) {
    ctx.status = 416;
    return undefined;
  }
  if (ctx.method === 'PUT') {
    ctx.status = 400;
    return undefined;
  }
  await next();
  if (ctx.method !== 'GET' || ctx.body === null || ctx.body === undefined || !isOfAnswer(ctx)) return undefined;
  return cut(ctx, asked);
};

function isOfAnswer({ header, response }) {
  const condition = header['if-range'];
  return !condition || native.ifRangeHolds(condition, response.get('etag'), response.get('last-modified'));
}

function cut(ctx, asked) {
  const { Readable } = require('stream');
  const isStream = ctx.body instanceof Readable;
  const body = isStream ? ctx.body : bytesOf(ctx.body);
  const length = isStream ? ctx.length : body.length;
  const part = native.part(asked, length);
  if (part === undefined) return;
  if (part === null) {
    ctx.body = undefined;
    ctx.status = 416;
    return;
  }
  const [ first, last ] = part;
  ctx.set('Content-Range', `bytes ${first}-${last}/${length ?? '*'}`);
  ctx.status = 206;
  ctx.body = isStream ? partOf(body, first, last) : body.subarray(first, last + 1);
  if (length !== undefined) ctx.length = last - first + 1;
}

function bytesOf(body) {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The bytes `first` to `last` of a stream. It is not read further than that. */
function partOf(stream, first, last) {
  const { Transform } = require('stream');
  let at = 0;
  const part = new Transform({
    transform(chunk, encoding, callback) {
      const piece = chunk.subarray(Math.max(first - at, 0), Math.max(last + 1 - at, 0));
      at += chunk.length;
      if (piece.length) this.push(piece);
      if (at > last) {
        this.push(null);
        stream.unpipe(this);
        stream.destroy();
      }
      callback();
    },
  });
  stream.once('error', error => part.destroy(error));
  return stream.pipe(part);
}
