'use strict';

/** What `dgram`'s send() understands as arguments. */

const { codes } = require('internal/errors');
const { validatePort, validateString } = require('internal/validators');

const KINDS = ['Buffer', 'TypedArray', 'DataView', 'string'];

/** A part of a message, as a Buffer. */
function slice(buffer, offset, length) {
  if (typeof buffer === 'string') buffer = Buffer.from(buffer);
  else if (!ArrayBuffer.isView(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buffer', KINDS, buffer);
  offset >>>= 0;
  length >>>= 0;
  if (offset > buffer.byteLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > buffer.byteLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
  return Buffer.from(buffer.buffer, buffer.byteOffset + offset, length);
}

function bytesOf(message) {
  if (typeof message === 'string') return Buffer.from(message);
  if (ArrayBuffer.isView(message)) return Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  if (!Array.isArray(message)) throw new codes.ERR_INVALID_ARG_TYPE('buffer', KINDS, message);
  if (!message.every((part) => typeof part === 'string' || ArrayBuffer.isView(part))) {
    throw new codes.ERR_INVALID_ARG_TYPE('buffer list arguments', KINDS, message);
  }
  return Buffer.concat(message.map((part) => bytesOf(part)));
}

/** `connected`: whether the peer is known, so that port and address must not be given. */
function readSend([message, ...rest], connected) {
  let [port, address, callback] = rest;
  if (connected) {
    if (typeof rest[1] === 'number') {
      message = slice(message, rest[0], rest[1]);
      [port, address, callback] = [rest[2], rest[3], rest[4]];
      if (typeof port === 'function') [port, callback] = [null, port];
    } else {
      [port, address, callback] = [rest[1], rest[2], rest[0]];
      if (typeof port === 'function') port = null;
    }
    if (port || address) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  } else if (rest[3] || (rest[2] && typeof rest[2] !== 'function')) {
    message = slice(message, rest[0], rest[1]);
    [port, address, callback] = rest.slice(2);
  }
  const data = bytesOf(message);
  if (!connected) port = validatePort(port, 'Port', false);
  if (typeof address === 'function') [callback, address] = [address, undefined];
  else if (address !== null && address !== undefined) validateString(address, 'address');
  return { data, port, address, callback: typeof callback === 'function' ? callback : undefined };
}

module.exports = { readSend, slice };
