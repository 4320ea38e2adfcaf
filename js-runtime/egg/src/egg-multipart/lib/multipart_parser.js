'use strict';

const { Buffer } = require('buffer');
const { Writable } = require('stream');
const FileStream = require('egg-multipart/lib/file_stream');
const parsePartHeaders = require('egg-multipart/lib/part_headers');
const decodeText = require('egg-multipart/lib/decode_text');

const LONGEST_HEADERS = 16 * 1024;
const BLANK_LINE = '\r\n\r\n';

/**
 * Reads a multipart/form-data body that is written to it.
 *
 * Events: `field(name, value, { nameTruncated, valueTruncated })`, `file(name, FileStream, { filename, encoding, mimeType })`
 * in the order of the body; `partsLimit`, `filesLimit`, `fieldsLimit` once each, the parts beyond are dropped. Writing waits
 * while nobody reads the file that is arriving.
 */
module.exports = class MultipartParser extends Writable {
  #delimiter;
  #limits;
  #charsets;
  /** `boundary`, `headers`, `body` or `end`: what comes next. */
  #state = 'boundary';
  /** Bytes that may be the start of a delimiter. The first boundary has no line break in front. */
  #rest = Buffer.from('\r\n');
  #part;
  /** Parts that ended; the first boundary ends none. */
  #parts = -1;
  #counts = { files: 0, fields: 0 };
  #reached = new Set();

  /** @param {object} options `boundary`, `limits` (bytes and counts), `charset` and `parameterCharset` */
  constructor({ boundary, limits = {}, charset = 'utf8', parameterCharset = 'utf8' }) {
    super();
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
    this.#limits = { parts: Infinity, files: Infinity, fields: Infinity, fieldSize: 1024 * 1024, fileSize: Infinity, ...limits };
    this.#charsets = { charset, parameterCharset };
  }

  _write(chunk, _, callback) {
    try {
      this.#rest = this.#read(this.#rest.length > 0 ? Buffer.concat([ this.#rest, chunk ]) : chunk);
    } catch (error) {
      callback(error);
      return;
    }
    const { stream } = this.#part ?? {};
    if (stream?.isFull) stream.onceDrained(callback);
    else callback();
  }

  _final(callback) {
    if (this.#state === 'end') {
      callback();
      return;
    }
    this.#part?.stream?.destroy(new Error('Unexpected end of file'));
    callback(new Error('Unexpected end of form'));
  }

  _destroy(error, callback) {
    this.#part?.stream?.destroy(error ?? undefined);
    callback(error);
  }

  /** What is left of `data` until more comes. */
  #read(data) {
    let rest = data;
    while (rest.length > 0) {
      const consumed = this.#step(rest);
      if (consumed === 0) break;
      rest = rest.subarray(consumed);
    }
    return rest;
  }

  /** How many bytes are done with; 0 when it takes more to tell. */
  #step(data) {
    if (this.#state === 'end') return data.length;
    return this.#state === 'headers' ? this.#readHeaders(data) : this.#readToBoundary(data);
  }

  /** Up to the next delimiter, and past what follows it: `--` at the end, a line break before headers. */
  #readToBoundary(data) {
    const at = data.indexOf(this.#delimiter);
    if (at === -1) {
      const safe = Math.max(0, data.length - this.#delimiter.length);
      this.#append(data.subarray(0, safe));
      return safe;
    }
    const after = at + this.#delimiter.length;
    if (data.length < after + 2) {
      this.#append(data.subarray(0, at));
      return at;
    }
    this.#append(data.subarray(0, at));
    this.#endPart();
    // The last part that is allowed is one too many, as for the npm package busboy.
    if (++this.#parts === this.#limits.parts) this.emit('partsLimit');
    const isLast = data[after] === 0x2d && data[after + 1] === 0x2d;
    this.#state = isLast ? 'end' : 'headers';
    return after;
  }

  #readHeaders(data) {
    const end = data.indexOf(BLANK_LINE);
    if (end === -1) {
      if (data.length <= LONGEST_HEADERS) return 0;
      throw new Error('Malformed part header');
    }
    this.#state = 'body';
    this.#beginPart(parsePartHeaders(data.subarray(0, end), this.#charsets.parameterCharset));
    return end + BLANK_LINE.length;
  }

  #beginPart(headers) {
    if (this.#parts >= this.#limits.parts || !headers.isForm) return;
    const isFile = headers.filename !== undefined || headers.mimeType === 'application/octet-stream';
    if (this.#isOver(isFile ? 'files' : 'fields')) return;
    if (!isFile) {
      this.#part = { ...headers, chunks: [], size: 0, limit: this.#limits.fieldSize, isTruncated: false };
      return;
    }
    const stream = new FileStream(this.#limits.fileSize);
    this.#part = { stream };
    const { name, filename, encoding, mimeType } = headers;
    this.emit('file', name, stream, { filename, encoding, mimeType });
  }

  #isOver(kind) {
    if (this.#counts[kind] < this.#limits[kind]) {
      this.#counts[kind] += 1;
      return false;
    }
    if (!this.#reached.has(kind)) this.emit(`${kind}Limit`);
    this.#reached.add(kind);
    return true;
  }

  #append(bytes) {
    const part = this.#part;
    if (!part || bytes.length === 0) return;
    if (part.stream) {
      part.stream.append(bytes);
      return;
    }
    const room = part.limit - part.size;
    // A copy: the chunk's memory may be the socket's.
    if (room > 0) part.chunks.push(Buffer.from(bytes.subarray(0, room)));
    part.size += Math.min(bytes.length, room);
    // Bytes up to the limit are already too many, as for the npm package busboy.
    if (bytes.length >= room) part.isTruncated = true;
  }

  #endPart() {
    const part = this.#part;
    this.#part = undefined;
    if (!part) return;
    if (part.stream) {
      part.stream.finish();
      return;
    }
    const value = decodeText(Buffer.concat(part.chunks), part.charset || this.#charsets.charset);
    this.emit('field', part.name, value, { nameTruncated: false, valueTruncated: part.isTruncated });
  }
};
