'use strict';

/** The `stdio` option: what each of the child's descriptors is. */

const { codes } = require('internal/errors');

/** As the native side counts it; a number from 0 on is a descriptor of ours. */
const IGNORE = -1;
const PIPE = -2;

/** 'pipe' and the like, for three descriptors (and a channel). */
function stdioOf(word, channel) {
  let each;
  switch (word) {
    case 'ignore': case 'overlapped': case 'pipe': each = [word, word, word]; break;
    case 'inherit': each = [0, 1, 2]; break;
    default: throw codes.ERR_INVALID_ARG_VALUE('stdio', word);
  }
  if (channel) each.push(channel);
  return each;
}

function inspect(value) {
  return require('util').inspect(value);
}

/** The descriptor of a stream that stands for one. */
function descriptorOf(value) {
  if (typeof value === 'number' && value >= 0) return value;
  if (value === null || typeof value !== 'object') return undefined;
  if (typeof value.fd === 'number' && value.fd >= 0) return value.fd;
  const handle = value._handle;
  if (handle && typeof handle.fd === 'number' && handle.fd >= 0) return handle.fd;
  return undefined;
}

/**
 * `{ numbers, kinds, ipc, inputs }`: what the native side wants for each descriptor, of which kind it is ('pipe', 'overlapped', 'ipc',
 * 'ignore', 'fd'), the channel's index (or undefined), and what a waited-for child reads (`sync` only).
 */
function parseStdio(stdio, sync) {
  if (typeof stdio === 'string') stdio = stdioOf(stdio);
  else if (!Array.isArray(stdio)) throw codes.ERR_INVALID_ARG_VALUE('stdio', stdio);
  stdio = stdio.slice();
  while (stdio.length < 3) stdio.push(undefined);

  const parsed = { numbers: [], kinds: [], ipc: undefined, inputs: [] };
  const add = (kind, number, input = null) => {
    parsed.kinds.push(kind);
    parsed.numbers.push(number);
    parsed.inputs.push(input);
  };
  for (let i = 0; i < stdio.length; i++) {
    const wanted = stdio[i] == null ? (i < 3 ? 'pipe' : 'ignore') : stdio[i];
    if (wanted === 'ignore') {
      add('ignore', IGNORE);
    } else if (wanted === 'pipe' || wanted === 'overlapped' || (typeof wanted === 'number' && wanted < 0)) {
      add('pipe', PIPE);
    } else if (wanted === 'ipc') {
      if (sync) throw codes.ERR_IPC_SYNC_FORK();
      if (parsed.ipc !== undefined) throw codes.ERR_IPC_ONE_PIPE();
      parsed.ipc = i;
      add('ipc', PIPE);
    } else if (wanted === 'inherit') {
      add('fd', i);
    } else if (descriptorOf(wanted) !== undefined) {
      if (typeof wanted.lend === 'function') wanted.lend();
      add('fd', descriptorOf(wanted));
    } else if (typeof wanted === 'string' || ArrayBuffer.isView(wanted)) {
      if (!sync) throw codes.ERR_INVALID_SYNC_FORK_INPUT(inspect(wanted));
      add('pipe', PIPE, bytesOf(wanted, i));
    } else {
      throw codes.ERR_INVALID_ARG_VALUE('stdio', wanted);
    }
  }
  return parsed;
}

/** What a waited-for child reads, as a Uint8Array. */
function bytesOf(input, index, encoding) {
  const { Buffer } = require('buffer');
  if (typeof input === 'string') return Buffer.from(input, encoding);
  if (ArrayBuffer.isView(input)) return Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  throw codes.ERR_INVALID_ARG_TYPE(`options.stdio[${index}]`, ['Buffer', 'TypedArray', 'DataView', 'string'], input);
}

module.exports = { bytesOf, parseStdio, stdioOf };
