'use strict';

/**
 * Bodies of requests and responses. A body is { bytes (a Buffer, or null), stream (made when it is asked for, or given), length (null
 * when unknown), used }.
 */

const { Buffer } = require('buffer');
const { illegal } = require('internal/fetch/idl');

const bodies = new WeakMap();

function isStream(value) {
  return require('internal/webstreams/readable_state').isReadable(value);
}

function stateOf(stream) {
  return stream[require('internal/webstreams/shared').kState];
}

/** `[body, type]` of whatever may be a body; type is null when the value has none. */
function extract(value) {
  if (isStream(value)) {
    if (value.locked || stateOf(value).disturbed) throw new TypeError('Response body object should not be disturbed or locked');
    return [{ bytes: null, stream: value, length: null, used: false }, null];
  }
  const { Blob } = require('buffer');
  const ofBytes = (bytes, type) => [{ bytes, stream: null, length: bytes.length, used: false }, type];
  if (value instanceof URLSearchParams) {
    return ofBytes(Buffer.from(value.toString()), 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  if (value instanceof ArrayBuffer) return ofBytes(Buffer.from(value.slice(0)), null);
  if (ArrayBuffer.isView(value)) return ofBytes(Buffer.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)), null);
  if (value instanceof require('internal/fetch/form_data').FormData) {
    const { blob, type } = require('internal/fetch/multipart').encode(value);
    return ofBytes(bytesOfBlob(blob), type);
  }
  if (value instanceof Blob) return ofBytes(bytesOfBlob(value), value.type || null);
  if (value !== null && typeof value === 'object' && typeof value[Symbol.asyncIterator] === 'function') {
    const { ReadableStream } = require('stream/web');
    return [{ bytes: null, stream: ReadableStream.from(value), length: null, used: false }, null];
  }
  return ofBytes(Buffer.from(String(value).toWellFormed()), 'text/plain;charset=UTF-8');
}

function bytesOfBlob(blob) {
  return require('internal/blob').bytesOf(blob);
}

/** Gives `owner` (a Request or Response) its body; null for none. */
function set(owner, body) {
  bodies.set(owner, body);
}

function bodyOf(owner) {
  const body = bodies.get(owner);
  if (body === undefined) throw illegal();
  return body;
}

function streamOf(body) {
  if (body.stream === null) {
    const { ReadableStream } = require('stream/web');
    const { bytes } = body;
    body.stream = new ReadableStream({
      type: 'bytes',
      pull(controller) {
        if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
    if (body.used) body.stream.cancel();
  }
  return body.stream;
}

function isUsed(body) {
  return body !== null && (body.used || (body.stream !== null && stateOf(body.stream).disturbed));
}

function isUnusable(body) {
  return isUsed(body) || (body !== null && body.stream !== null && body.stream.locked);
}

/** A second body with the same content; what is left of the first goes to both. */
function clone(body) {
  if (body === null) return null;
  if (body.stream === null) return { ...body };
  const [mine, theirs] = body.stream.tee();
  body.stream = mine;
  body.bytes = null;
  return { bytes: null, stream: theirs, length: body.length, used: false };
}

/** All bytes. */
async function consume(owner) {
  const body = bodyOf(owner);
  if (isUnusable(body)) throw new TypeError('Body is unusable: Body has already been read');
  if (body === null) return Buffer.alloc(0);
  if (body.stream === null) {
    body.used = true;
    return body.bytes;
  }
  body.used = true;
  const chunks = [];
  for await (const chunk of body.stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textOf(bytes) {
  const { TextDecoder } = require('internal/encoding');
  return new TextDecoder().decode(bytes);
}

function ownBuffer(bytes) {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

/** The parsed content type of a message: { essence, boundary } or null. */
function typeOf(owner) {
  const type = owner.headers.get('content-type');
  if (type === null) return null;
  const essence = type.split(';', 1)[0].trim().toLowerCase();
  const boundary = /;[ \t]*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(type);
  return { essence, boundary: boundary && (boundary[1] ?? boundary[2]) };
}

/** The members of Web IDL's Body mixin. */
const mixin = {
  get body() {
    const body = bodyOf(this);
    return body === null ? null : streamOf(body);
  },
  get bodyUsed() { return isUsed(bodyOf(this)); },
  async blob() {
    const { Blob } = require('buffer');
    const bytes = await consume(this);
    return new Blob([bytes], { type: this.headers.get('content-type') ?? '' });
  },
  async arrayBuffer() { return ownBuffer(await consume(this)); },
  async text() { return textOf(await consume(this)); },
  async json() { return JSON.parse(textOf(await consume(this))); },
  async formData() {
    bodyOf(this);
    const type = typeOf(this);
    if (type?.essence === 'multipart/form-data' && type.boundary) {
      return require('internal/fetch/multipart').decode(await consume(this), type.boundary);
    }
    if (type?.essence === 'application/x-www-form-urlencoded') {
      const { FormData } = require('internal/fetch/form_data');
      const form = new FormData();
      for (const [name, value] of new URLSearchParams(textOf(await consume(this)))) form.append(name, value);
      return form;
    }
    throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
  },
  async bytes() { return new Uint8Array(ownBuffer(await consume(this))); },
};

function install(Class) {
  for (const name of Object.getOwnPropertyNames(mixin)) {
    Object.defineProperty(Class.prototype, name, Object.getOwnPropertyDescriptor(mixin, name));
  }
}

module.exports = { bodyOf, clone, extract, install, isUnusable, isUsed, set, streamOf };
