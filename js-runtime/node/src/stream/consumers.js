'use strict';

// node:stream/consumers: a whole stream (or any async iterable) as one value.

const { Buffer } = require('buffer');

/** Every chunk as one Buffer; strings count as UTF-8. */
async function buffer(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
    else if (ArrayBuffer.isView(chunk)) chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    else if (chunk instanceof ArrayBuffer) chunks.push(Buffer.from(chunk));
    else chunks.push(Buffer.from(String(chunk)));
  }
  // The result owns its memory: arrayBuffer() hands that out.
  const whole = Buffer.from(new ArrayBuffer(chunks.reduce((sum, chunk) => sum + chunk.length, 0)));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

async function arrayBuffer(stream) {
  return (await buffer(stream)).buffer;
}

async function blob(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new (require('buffer').Blob)(chunks);
}

/** As UTF-8 text; a chunk may end inside a character. */
async function text(stream) {
  const decoder = new (require('util').TextDecoder)();
  let result = '';
  for await (const chunk of stream) {
    if (typeof chunk === 'string') result += chunk;
    else result += decoder.decode(chunk, { stream: true });
  }
  return result + decoder.decode();
}

async function json(stream) {
  return JSON.parse(await text(stream));
}

module.exports = { arrayBuffer, blob, buffer, json, text };
