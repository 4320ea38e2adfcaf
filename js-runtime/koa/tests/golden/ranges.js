'use strict';

// What koa-range makes of Range headers: the status, and the Content-Range for a body of 1000 bytes.

const { Readable } = require('stream');
const { load, save, numbers } = require('./golden');
const range = load('koa-range');

const random = numbers(58);
const text = (alphabet, most) => Array.from({ length: random(most + 1) }, () => alphabet[random(alphabet.length)]).join('');
const alphabet = [ ...'0123456789-,= +x', '--', '0-', '10', '-1', '999', 'bytes', 'Infinity', '1e2', '0x1', '0b1', '0o7', 'e', 'NaN', '\t', '\u00a0', '9007199254740991' ];

const inputs = [
  '', 'bytes', '=', 'bytes=', 'bytes=-', 'bytes=--', 'bytes=0-', 'bytes=-0', 'bytes=0-0', 'bytes=-5', 'bytes=5', 'bytes=0-4', 'bytes=4-0', 'bytes=0-4,6-7', 'bytes=9-1,6-7', 'bytes=,6-7',
  'bytes=a-b', 'Bytes=0-4', 'bytes =0-4', ' bytes=0-4', 'bytes=0-4 ', 'bytes= 0 - 4 ', 'bytes=0-4=', 'items=0-4', 'bytes=0-4-6', 'bytes=+1-+4', 'bytes=1e0-4e0', 'bytes=0x1-0x4', 'bytes=0b1-0b11', 'bytes=0o1-0o7',
  'bytes=1-Infinity', 'bytes=Infinity-', 'bytes=1-1000', 'bytes=1000-', 'bytes=1000-1001', 'bytes=999-', 'bytes= -4', 'bytes=0x-1', 'bytes=1_0-20', 'bytes=1-1n',
  ...Array.from({ length: 600 }, () => `bytes=${text(alphabet, 6)}`),
  ...Array.from({ length: 200 }, () => text(alphabet, 8)),
].filter(input => input !== '');

async function record(input) {
  const ctx = {
    header: { range: input }, method: 'GET', body: Readable.from([]), length: 1000, status: 200,
    set(name, value) { if (name === 'Content-Range') this.range = value; },
  };
  await range(ctx, async () => {});
  return { input, status: ctx.status, range: ctx.range ?? null };
}

Promise.all(inputs.map(record)).then(vectors => save(__filename, { vectors }));
