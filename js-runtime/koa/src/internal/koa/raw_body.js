'use strict';

const { Buffer } = require('buffer');
const httpErrors = require('internal/koa/http_errors');

/**
 * Reads a stream to its end as text of `encoding` (npm package `raw-body` 2). `length` is what the headers say, `limit` what is
 * accepted, `packing` how the body is compressed (gzip, deflate, br); errors are HTTP errors with a `type`.
 *
 * Native: `unpack(packing, bytes, limit)`, undefined beyond the limit; `knows(encoding)`, `decode(encoding, bytes)`.
 */
module.exports = rawBody;

/** What is thrown for a body that is `tooLarge`, of another `size` than its head says, or `aborted`. */
const errors = rawBody.errors = {
  tooLarge: ({ limit, received }) => httpErrors.create(413, 'request entity too large', {
    limit, received, type: 'entity.too.large',
  }),
  size: ({ length, received }) => httpErrors.create(400, 'request size did not match content length', {
    expected: length, length, received, type: 'request.size.invalid',
  }),
  aborted: ({ length, received }) => httpErrors.create(400, 'request aborted', {
    code: 'ECONNABORTED', expected: length, length, received, type: 'request.aborted',
  }),
};

async function rawBody(stream, { encoding, length, limit, packing }) {
  if (limit !== undefined && length !== undefined && length > limit) {
    throw httpErrors.create(413, 'request entity too large', { expected: length, length, limit, type: 'entity.too.large' });
  }
  const decode = decoderOf(encoding);
  if (stream.readable === false) throw httpErrors.create(500, 'stream is not readable', { type: 'stream.not.readable' });

  // Packing adds a little to what cannot be packed.
  const mostReceived = packing ? limit * 1.01 + 1024 : limit;
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
      if (limit !== undefined && received > mostReceived) {
        finish(tooLarge());
      } else {
        chunks.push(chunk);
      }
    }

    function onEnd() {
      if (length !== undefined && received !== length) {
        finish(errors.size({ length, received }));
      } else {
        finishWith(Buffer.concat(chunks));
      }
    }

    function finishWith(bytes) {
      try {
        const plain = packing ? native.unpack(packing, bytes, limit ?? Infinity) : bytes;
        if (plain) finish(null, decode(Buffer.from(plain.buffer, plain.byteOffset, plain.length)));
        else finish(tooLarge());
      } catch (error) {
        finish(error);
      }
    }

    function tooLarge() {
      return errors.tooLarge({ limit, received });
    }

    function onAborted() {
      finish(errors.aborted({ length, received }));
    }

    function onError(error) {
      finish(error);
    }

    // The stream ended without saying why.
    function onClose() {
      onAborted();
    }
  });
}

function decoderOf(encoding) {
  if (Buffer.isEncoding(encoding)) return bytes => bytes.toString(encoding).replace(/^\ufeff/, '');
  if (native.knows(encoding)) return bytes => native.decode(encoding, bytes);
  throw httpErrors.create(415, 'specified encoding unsupported', { encoding, type: 'encoding.unsupported' });
}
