'use strict';

const { Buffer } = require('buffer');
const httpErrors = require('internal/koa/http_errors');

/**
 * Reads a stream to its end as text of `encoding` (npm package `raw-body` 2). `length` is what the headers say, `limit` what is
 * accepted; errors are HTTP errors with a `type`.
 */
module.exports = async function rawBody(stream, { encoding, length, limit }) {
  if (limit !== undefined && length !== undefined && length > limit) {
    throw httpErrors.create(413, 'request entity too large', { expected: length, length, limit, type: 'entity.too.large' });
  }
  const decode = decoderOf(encoding);
  if (stream.readable === false) throw httpErrors.create(500, 'stream is not readable', { type: 'stream.not.readable' });

  const chunks = [];
  let received = 0;
  return new Promise((resolve, reject) => {
    const listeners = { data: onData, end: onEnd, error: onError, aborted: onAborted, close: onClose };
    for (const [ event, listener ] of Object.entries(listeners)) stream.on(event, listener);

    function finish(error, text) {
      for (const [ event, listener ] of Object.entries(listeners)) stream.removeListener(event, listener);
      if (!error) {
        resolve(text);
        return;
      }
      stream.unpipe?.();
      stream.pause?.();
      reject(error);
    }

    function onData(chunk) {
      received += chunk.length;
      if (limit !== undefined && received > limit) {
        finish(httpErrors.create(413, 'request entity too large', { limit, received, type: 'entity.too.large' }));
      } else {
        chunks.push(chunk);
      }
    }

    function onEnd() {
      if (length !== undefined && received !== length) {
        finish(httpErrors.create(400, 'request size did not match content length', {
          expected: length, length, received, type: 'request.size.invalid',
        }));
      } else {
        finish(null, decode(Buffer.concat(chunks)));
      }
    }

    function onAborted() {
      finish(httpErrors.create(400, 'request aborted', {
        code: 'ECONNABORTED', expected: length, length, received, type: 'request.aborted',
      }));
    }

    function onError(error) {
      finish(error);
    }

    // The stream ended without saying why.
    function onClose() {
      onAborted();
    }
  });
};

function decoderOf(encoding) {
  if (Buffer.isEncoding(encoding)) return bytes => bytes.toString(encoding).replace(/^\ufeff/, '');
  try {
    const decoder = new (require('util').TextDecoder)(encoding);
    return bytes => decoder.decode(bytes);
  } catch {
    throw httpErrors.create(415, 'specified encoding unsupported', { encoding, type: 'encoding.unsupported' });
  }
}
