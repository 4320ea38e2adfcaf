'use strict';

// The outgoing handle (outgoing.js) of a message that is written to a stream: HTTP/1.1's head and framing. The requests of
// http.request have one; test tools answer requests in memory with it. That of http.createServer's responses (exchange.js) keeps its
// state in Rust, and writes what goes by pieces as this one does.

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const natives = require('internal/http/parser_natives');
const { getDefaultHighWaterMark } = require('internal/streams/high_water_mark');
const STATUS_CODES = require('internal/http/status_codes');

const BEYOND_ASCII = /[^\x00-\x7f]/;

class MessageWriter {
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
    this.trailers = null;
    /** The first line of a message that is no response; null: the status line. */
    this.firstLine = null;
    /** The head as text, once committed. */
    this.head = null;
    this.headWritten = false;
    this.chunked = false;
    this.expects = false;
    this.socket = null;
    /** What waits for a stream: [data, callback]. */
    this.waiting = null;
    this.waitingLength = 0;
    /** Body bytes, and how many the head promised. */
    this.bodyLength = 0;
    this.promised = null;
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
    this.trailers = [...this.trailers ?? [], ...entries];
  }

  writeHead() {
    this.commit(undefined);
  }

  flushHeaders() {
    this.writeHeadOnce('', undefined);
  }

  // ---- Head ---------------------------------------------------------------------------------------------------------------

  /** Fixes the head. `length`: that of the whole body, when it is known. */
  commit(length) {
    if (this.headersSent) return;
    let { firstLine } = this;
    if (firstLine === null) {
      if (!('statusCode' in this.message)) {
        // A bare OutgoingMessage has no status line: its subclass brings a first line of its own, or none.
        this.adopt('', false, null, false);
        return;
      }
      firstLine = `HTTP/1.1 ${this.statusCode} ${this.statusMessage || STATUS_CODES[this.statusCode] || 'unknown'}`;
    }
    this.compose(firstLine, [...this.headers.values()], length);
  }

  /** A head of entries that are not in the store: `[[name, value], ...]`. */
  store(firstLine, entries) {
    this.compose(firstLine, entries, undefined);
  }

  compose(firstLine, entries, length) {
    const status = this.firstLine === null ? this.statusCode | 0 : undefined;
    const composed = natives.composeHead(firstLine, entries, this.message, { date: this.sendDate, status, length });
    if (composed === undefined) throw new codes.ERR_HTTP_TRAILER_INVALID();
    this.adopt(...composed);
  }

  /** Takes a head: its text, whether chunks follow, what it promises of their length, whether the peer is to be waited for. */
  adopt(text, chunked, promised, expects) {
    this.head = text;
    this.headersSent = true;
    this.chunked = chunked;
    this.promised = promised;
    this.expects = expects;
  }

  /** The head goes out with what follows it. */
  writeHeadOnce(data, callback) {
    if (this.headWritten) return this.put(data, callback);
    this.headWritten = true;
    const { head } = this;
    if (data.length === 0) return this.put(head, callback, 'latin1');
    if (typeof data === 'string' && !BEYOND_ASCII.test(head)) return this.put(head + data, callback);
    this.put(head, undefined, 'latin1');
    return this.put(data, callback);
  }

  // ---- Body ---------------------------------------------------------------------------------------------------------------

  /** Writes a chunk as the framing has it. */
  frame(chunk) {
    if (!this.chunked) return chunk;
    if (typeof chunk === 'string') return `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`;
    return Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
  }

  /** Counts body bytes where the head's promise is to be kept. `isLast`: none may be missing. */
  account(chunk, isLast) {
    if (!this.message.strictContentLength || this.promised === null || this.chunked) return;
    const length = this.bodyLength + (chunk === undefined ? 0 : Buffer.byteLength(chunk));
    if (isLast ? length !== this.promised : length > this.promised) {
      throw new codes.ERR_HTTP_CONTENT_LENGTH_MISMATCH(length, this.promised);
    }
    this.bodyLength = length;
  }

  /** Whether the message may end with `chunk`: throws when the head promised another length. */
  checkEnd(chunk) {
    this.commit(chunk === undefined ? 0 : Buffer.byteLength(chunk));
    this.account(chunk, true);
  }

  write(chunk, callback) {
    this.commit(undefined);
    this.account(chunk, false);
    const { socket } = this;
    // Chunks of one turn leave together.
    if (socket !== null && !socket.writableCorked && typeof socket.cork === 'function') {
      socket.cork();
      process.nextTick(uncork, socket);
    }
    return this.writeHeadOnce(this.frame(chunk), callback);
  }

  end(chunk, callback) {
    this.commit(chunk === undefined ? 0 : Buffer.byteLength(chunk));
    this.ended = true;
    const data = chunk === undefined ? '' : this.frame(chunk);
    if (!this.chunked || !this.message._hasBody) {
      if (data.length === 0) {
        if (this.headWritten) this.put('', callback);
        else this.writeHeadOnce('', callback);
        return;
      }
      this.writeHeadOnce(data, undefined);
      // The end is told by a write of its own, as in Node.
      this.put('', callback);
      return;
    }
    const trailer = (this.trailers ?? []).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const tail = `0\r\n${trailer}\r\n`;
    if (typeof data === 'string' && !BEYOND_ASCII.test(tail)) {
      this.writeHeadOnce(data + tail, callback);
    } else {
      this.writeHeadOnce(data, undefined);
      this.put(tail, callback, 'latin1');
    }
  }

  /** A response ahead of the answer. */
  informational(status, entries, callback) {
    const fields = entries.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    this.put(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields}\r\n`, callback, 'latin1');
  }

  put(data, callback, encoding) {
    const { socket } = this;
    if (socket === null) {
      this.waiting ??= [];
      this.waiting.push([data, callback, encoding]);
      this.waitingLength += data.length;
      return this.waitingLength < getDefaultHighWaterMark(false);
    }
    // It is over, and 'close' is on its way.
    if (socket.destroyed) return false;
    return socket.write(data, encoding, callback);
  }

  /** `socket`: a Writable, or null to write nowhere. */
  assign(socket) {
    this.socket = socket;
    if (socket === null || this.waiting === null) return;
    const { waiting } = this;
    this.waiting = null;
    this.waitingLength = 0;
    socket.cork?.();
    for (const [data, callback, encoding] of waiting) socket.write(data, encoding, callback);
    socket.uncork?.();
    if (this.ended) this.message._finish();
  }

  /** The assigned stream's end is told by its own 'close'. */
  onClose() {}

  destroy() {
    if (this.socket !== null) this.socket.destroy();
  }
}

function uncork(socket) {
  socket.uncork();
}

MessageWriter.prototype.closesApart = true;

module.exports = { MessageWriter };
