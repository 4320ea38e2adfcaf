'use strict';

// The outgoing handle (outgoing.js) of a response that an application made itself: it keeps the headers, and writes HTTP/1.1 to the
// stream that `assignSocket` brings. Test tools answer requests in memory with it.

const { Buffer } = require('buffer');
const { getDefaultHighWaterMark } = require('internal/streams/high_water_mark');
const STATUS_CODES = require('internal/http/status_codes');

class DetachedResponse {
  /** `message`: the OutgoingMessage that owns this; its flags decide on the framing. */
  constructor(message) {
    this.message = message;
    this.statusCode = 200;
    this.statusMessage = undefined;
    this.sendDate = true;
    this.headersSent = false;
    this.ended = false;
    /** Lower-case name -> [name, value], in order of first setting. */
    this.headers = new Map();
    this.trailers = [];
    /** The head as text, once committed. */
    this.head = null;
    this.headWritten = false;
    this.chunked = false;
    this.socket = null;
    /** What waits for a stream: [data, callback]. */
    this.waiting = [];
    this.waitingLength = 0;
  }

  getHeader(key) {
    return this.headers.get(key)?.[1];
  }

  setHeader(name, value) {
    this.headers.set(name.toLowerCase(), [name, value]);
  }

  removeHeader(key) {
    this.headers.delete(key);
  }

  headerEntries() {
    return [...this.headers.values()];
  }

  addTrailers(entries) {
    this.trailers.push(...entries);
  }

  writeHead() {
    this.commit(undefined);
  }

  flushHeaders() {
    this.writeHeadOnce('', undefined);
  }

  /** Fixes the head. `length`: that of the whole body, when it is known. */
  commit(length) {
    if (this.headersSent) return;
    this.headersSent = true;
    const { message } = this;
    // A bare OutgoingMessage has no status line: its subclass brings a first line of its own, or none.
    if (!('statusCode' in message)) {
      this.head = '';
      return;
    }
    const lines = [`HTTP/1.1 ${this.statusCode} ${this.statusMessage || STATUS_CODES[this.statusCode] || 'unknown'}`];
    for (const [name, value] of this.headers.values()) {
      if (Array.isArray(value)) for (const one of value) lines.push(`${name}: ${one}`);
      else lines.push(`${name}: ${value}`);
    }
    if (this.sendDate && !this.headers.has('date')) lines.push(`Date: ${new Date().toUTCString()}`);

    const hasLength = this.headers.has('content-length');
    const encoding = this.headers.get('transfer-encoding');
    this.chunked = encoding !== undefined && /(?:^|\W)chunked(?:$|\W)/i.test(String(encoding[1]));
    let frame;
    if (!hasLength && encoding === undefined && message._hasBody) {
      if (length !== undefined && !message._removedContLen && !this.headers.has('trailer')) {
        frame = `Content-Length: ${length}`;
      } else if (!message._removedTE && message.useChunkedEncodingByDefault) {
        frame = 'Transfer-Encoding: chunked';
        this.chunked = true;
      } else {
        message.shouldKeepAlive = false;
      }
    }
    if (!this.headers.has('connection') && !message._removedConnection) {
      const framed = hasLength || message.useChunkedEncodingByDefault || frame !== undefined || !message._hasBody;
      lines.push(message.shouldKeepAlive && framed ? 'Connection: keep-alive' : 'Connection: close');
    }
    if (frame !== undefined) lines.push(frame);
    this.head = `${lines.join('\r\n')}\r\n\r\n`;
  }

  /** The head goes out with what follows it. */
  writeHeadOnce(data, callback) {
    if (!this.headWritten) {
      this.headWritten = true;
      const head = Buffer.from(this.head, 'latin1');
      data = data.length === 0 ? head : Buffer.concat([head, typeof data === 'string' ? Buffer.from(data) : data]);
    }
    return this.put(data, callback);
  }

  frame(chunk) {
    if (!this.chunked) return chunk;
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  }

  write(chunk, callback) {
    this.commit(undefined);
    return this.writeHeadOnce(this.frame(chunk), callback);
  }

  end(chunk, callback) {
    this.ended = true;
    this.commit(chunk === undefined ? 0 : Buffer.byteLength(chunk));
    let data = chunk === undefined ? '' : this.frame(chunk);
    if (this.chunked && this.message._hasBody) {
      const trailer = this.trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      data = Buffer.concat([typeof data === 'string' ? Buffer.from(data) : data, Buffer.from(`0\r\n${trailer}\r\n`, 'latin1')]);
    }
    if (this.chunked || data.length === 0) {
      this.writeHeadOnce(data, callback);
    } else {
      // The end is told by a write of its own, as in Node.
      this.writeHeadOnce(data, undefined);
      this.put('', callback);
    }
  }

  put(data, callback) {
    if (this.socket === null) {
      this.waiting.push([data, callback]);
      this.waitingLength += data.length;
      return this.waitingLength < getDefaultHighWaterMark(false);
    }
    return this.socket.write(data, callback);
  }

  /** `socket`: a Writable, or null to write nowhere. */
  assign(socket) {
    this.socket = socket;
    if (socket === null) return;
    const { waiting } = this;
    this.waiting = [];
    this.waitingLength = 0;
    for (const [data, callback] of waiting) socket.write(data, callback);
  }

  /** The assigned stream's end is told by its own 'close'. */
  onClose() {}

  destroy() {
    if (this.socket !== null) this.socket.destroy();
  }
}

module.exports = { DetachedResponse };
