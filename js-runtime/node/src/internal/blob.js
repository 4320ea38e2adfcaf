'use strict';

/** Blob and File: immutable bytes with a type. */

const { codes } = require('internal/errors');
const { kUncloneable } = require('internal/uncloneable');
const { enumerable, show, tag } = require('internal/util/class_finish');

const kParts = Symbol('kBytes');
const kType = Symbol('kType');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

function bytesOf(part, endings) {
  const { Buffer } = require('buffer');
  if (part instanceof Blob) return part[kParts];
  if (part instanceof ArrayBuffer) return Buffer.from(part.slice(0));
  if (ArrayBuffer.isView(part)) return Buffer.from(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  let text = `${part}`;
  if (endings === 'native') text = text.replace(/\r\n|\r|\n/g, '\n');
  return Buffer.from(text);
}

function typeOf(type) {
  type = `${type}`;
  return /[^\u0020-\u007e]/.test(type) ? '' : type.toLowerCase();
}

class Blob {
  /** `sources`: an iterable of strings, buffers, views and blobs. `options`: { type = '', endings = 'transparent' }. */
  constructor(sources = [], options = {}) {
    if (sources === null || typeof sources[Symbol.iterator] !== 'function' || typeof sources === 'string') {
      throw codes.ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
    }
    if (options !== null && typeof options !== 'object' && typeof options !== 'function' && options !== undefined) {
      throw codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    const { type = '', endings = 'transparent' } = options || {};
    if (`${endings}` !== 'transparent' && `${endings}` !== 'native') {
      throw codes.ERR_INVALID_ARG_VALUE('options.endings', endings);
    }
    const { Buffer } = require('buffer');
    const parts = [];
    for (const part of sources) parts.push(bytesOf(part, `${endings}`));
    Object.defineProperty(this, kParts, { value: Buffer.concat(parts), writable: true, configurable: true });
    Object.defineProperty(this, kType, { value: typeOf(type), writable: true, configurable: true });
  }

  get type() { return this[kType]; }

  get size() { return this[kParts].length; }

  slice(start = 0, end = this.size, contentType = '') {
    const at = (index) => (index < 0 ? Math.max(this.size + index, 0) : Math.min(index, this.size));
    const from = at(start);
    const slice = new Blob([], { type: contentType });
    slice[kParts] = this[kParts].subarray(from, Math.max(at(end), from));
    return slice;
  }

  async arrayBuffer() {
    const bytes = this[kParts];
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  }

  async bytes() {
    return new Uint8Array(await this.arrayBuffer());
  }

  async text() {
    return this[kParts].toString('utf8');
  }

  stream() {
    const { ReadableStream } = require('stream/web');
    const bytes = this[kParts];
    return new ReadableStream({
      start(controller) {
        if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
        controller.close();
      },
    });
  }

  [kInspect](depth, options) {
    return show(this, { size: this.size, type: this.type }, depth, options);
  }
}

/** Lone surrogates become U+FFFD. */
function toUSVString(text) {
  return text.toWellFormed();
}

class File extends Blob {
  #name;
  #lastModified;

  constructor(fileBits, fileName, options = {}) {
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const { lastModified = Date.now() } = options || {};
    this.#name = toUSVString(`${fileName}`);
    this.#lastModified = Math.trunc(+lastModified) || 0;
  }

  get name() { return this.#name; }

  get lastModified() { return this.#lastModified; }

  [kInspect](depth, options) {
    const { size, type, name, lastModified } = this;
    return show(this, { size, type, name, lastModified }, depth, options);
  }

}
tag(File);
enumerable(File.prototype, ['name', 'lastModified']);

// Its bytes are in no slot that could be copied.
Object.defineProperty(Blob.prototype, kUncloneable, { value: true });
tag(Blob);
enumerable(Blob.prototype, ['size', 'type', 'slice', 'stream', 'text', 'arrayBuffer', 'bytes']);

/** The blobs that have a URL, by its id. */
const registered = new Map();
const OBJECT_URL = /^blob:nodedata:([^:#?]+)$/;

/** `URL.createObjectURL`. */
function register(blob) {
  if (!(blob instanceof Blob)) throw codes.ERR_INVALID_ARG_TYPE('obj', 'Blob', blob);
  const id = require('crypto').randomUUID();
  registered.set(id, blob);
  return `blob:nodedata:${id}`;
}

/** `URL.revokeObjectURL`; a URL that nobody has registered is none to forget. */
function revoke(url) {
  const match = OBJECT_URL.exec(url);
  if (match) registered.delete(match[1]);
}

/** The blob (a new one, of the same bytes) of a URL that is registered; undefined for any other. */
function resolveObjectURL(url) {
  const match = OBJECT_URL.exec(`${url}`);
  const blob = match ? registered.get(match[1]) : undefined;
  return blob === undefined ? undefined : new Blob([blob], { type: blob.type });
}

/** The bytes of a blob, as a Buffer that nobody may write to. */
function bytesOfBlob(blob) {
  return blob[kParts];
}

module.exports = { Blob, File, bytesOf: bytesOfBlob, register, resolveObjectURL, revoke };
