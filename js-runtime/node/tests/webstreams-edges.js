'use strict';

// NODE-075: chunks that are no bytes in a compression stream, and Buffers as views of a byte stream.

const assert = require('assert');
const { inspect } = require('util');

async function main() {
  const gzip = new CompressionStream('gzip');
  const gunzip = new DecompressionStream('gzip');
  const writer = gzip.writable.getWriter();
  // A text is written as its UTF-8.
  const written = Promise.all([writer.write('héllo'), writer.close()]);
  const parts = [];
  for await (const part of gzip.readable.pipeThrough(gunzip)) parts.push(part);
  await written;
  assert.strictEqual(Buffer.concat(parts).toString(), 'héllo');

  const { emitWarning } = process;
  process.emitWarning = (...args) => assert.fail(`warned: ${args}`);
  const stream = new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 16,
    pull(controller) {
      controller.byobRequest.view[0] = 7;
      controller.byobRequest.respond(1);
    },
  });
  const { value } = await stream.getReader({ mode: 'byob' }).read(Buffer.alloc(4));
  process.emitWarning = emitWarning;
  assert.deepStrictEqual([...value], [7]);
  assert.throws(() => new TextEncoderStream()[inspect.custom].call(), { code: 'ERR_INVALID_THIS' });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
