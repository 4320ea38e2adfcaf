'use strict';

// The body of an answer that is read as a stream: with the result's fields on it, and the readers that undici's bodies have.

const { PassThrough, pipeline } = require('stream');
const { requestTimeout } = require('internal/egg/http_client/next/errors');

class ResponseBody extends PassThrough {
  text() {
    return require('stream/consumers').text(this);
  }

  json() {
    return require('stream/consumers').json(this);
  }

  blob() {
    return require('stream/consumers').blob(this);
  }

  arrayBuffer() {
    return require('stream/consumers').arrayBuffer(this);
  }
}

/** Ends `message` with an error where nothing comes for `timeout` ms; a reader that takes its time is not its fault. */
function watch(message, timeout) {
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(onSilence, timeout);
  };
  const onSilence = () => {
    if (message.readableLength > 0) wait();
    else message.destroy(requestTimeout(timeout, true));
  };
  wait();
  message.on('data', wait);
  // A listener sets it flowing, and nobody else reads yet.
  message.pause();
  for (const event of ['end', 'error', 'close']) message.once(event, () => clearTimeout(timer));
}

/** A stream of the body, unpacked where `encoding` is `gzip` or `br`. */
function streamOf(message, encoding) {
  const body = new ResponseBody();
  // Readers of the body see its errors.
  pipeline([message, ...decoders(encoding), body], () => {});
  return body;
}

function decoders(encoding) {
  const zlib = require('zlib');
  if (encoding === 'gzip') return [zlib.createGunzip()];
  return encoding === 'br' ? [zlib.createBrotliDecompress()] : [];
}

/** Bytes of a whole body as they were before `encoding`. Throws UnzipError. */
function unpacked(data, encoding) {
  const zlib = require('zlib');
  try {
    if (encoding === 'gzip') return zlib.gunzipSync(data);
    return encoding === 'br' ? zlib.brotliDecompressSync(data) : data;
  } catch (error) {
    if (error.name === 'Error') error.name = 'UnzipError';
    throw error;
  }
}

module.exports = { decoders, streamOf, unpacked, watch };
