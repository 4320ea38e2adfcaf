'use strict';

// The outgoing handle (outgoing.js) of a message that is written to a stream: HTTP/1.1's head and framing. The responses of
// http.createServer and the requests of http.request have one; test tools answer requests in memory with it.

const { Buffer } = require('buffer');
const { codes: { ERR_HTTP_CONTENT_LENGTH_MISMATCH, ERR_HTTP_TRAILER_INVALID } } = require('internal/errors');
const { getDefaultHighWaterMark } = require('internal/streams/high_water_mark');
const STATUS_CODES = require('internal/http/status_codes');

const CHUNKED = /(?:^|\W)chunked(?:$|\W)/i;
const CLOSE = /(?:^|\W)close(?:$|\W)/i;
const BEYOND_ASCII = /[^\x00-\x7f]/;

let dateText;
let dateTimer = null;

/** The Date header's value, made once a second. */
function currentDate() {
  if (dateTimer === null) {
    const now = new Date();
    dateText = now.toUTCString();
    dateTimer = setTimeout(() => { dateTimer = null; }, 1000 - now.getMilliseconds());
    dateTimer.unref();
  }
  return dateText;
}

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
    this.trailers = [];
    /** The first line of a message that is no response; null: the status line. */
    this.firstLine = null;
    /** The head as text, once committed. */
    this.head = null;
    this.headWritten = false;
    this.chunked = false;
    this.expects = false;
    this.socket = null;
    /** What waits for a stream: [data, callback]. */
    this.waiting = [];
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
    this.trailers.push(...entries);
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
    const { message } = this;
    let text;
    if (this.firstLine !== null) {
      text = `${this.firstLine}\r\n`;
    } else if ('statusCode' in message) {
      text = `HTTP/1.1 ${this.statusCode} ${this.statusMessage || STATUS_CODES[this.statusCode] || 'unknown'}\r\n`;
    } else {
      // A bare OutgoingMessage has no status line: its subclass brings a first line of its own, or none.
      this.headersSent = true;
      this.head = '';
      return;
    }
    text += this.fields(this.headers.values(), length);
    this.headersSent = true;
    this.head = `${text}\r\n`;
  }

  /** A head of entries that are not in the store: `[[name, value], ...]`. */
  store(firstLine, entries) {
    const text = `${firstLine}\r\n${this.fields(entries, undefined)}\r\n`;
    this.headersSent = true;
    this.head = text;
  }

  /** Everything between the first line and the empty one: what was set, and what the framing adds. */
  fields(entries, length) {
    const { message } = this;
    const seen = { connection: false, length: false, encoding: false, date: false, trailer: false };
    let text = '';
    for (const [name, value] of entries) {
      const values = Array.isArray(value) ? value : [value];
      const unique = values.length > 1 && message._uniqueHeaders?.has(name.toLowerCase());
      if (unique) {
        text += `${name}: ${values.join('; ')}\r\n`;
      } else if (values.length === 1 || !/^cookie$/i.test(name)) {
        for (let i = 0; i < values.length; i++) text += `${name}: ${values[i]}\r\n`;
      } else {
        // Cookies of one request are one list.
        text += `${name}: ${values.join('; ')}\r\n`;
      }
      for (let i = 0; i < values.length; i++) this.note(seen, name, values[i]);
    }
    if (this.sendDate && !seen.date) text += `Date: ${currentDate()}\r\n`;
    // A message that may have no body must not look as if one came.
    if (this.chunked && (this.statusCode === 204 || this.statusCode === 304) && this.firstLine === null) {
      this.chunked = false;
      message.shouldKeepAlive = false;
    }
    text += this.connectionFields(seen);
    text += this.framing(seen, length);
    if (!this.chunked && seen.trailer) throw new ERR_HTTP_TRAILER_INVALID();
    return text;
  }

  /** What a header means for the framing. */
  note(seen, name, value) {
    // By length first: few names are of interest.
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'date') seen.date = true;
        break;
      case 6:
        if (name.toLowerCase() === 'expect') this.expects = true;
        break;
      case 7:
        if (name.toLowerCase() === 'trailer') seen.trailer = true;
        break;
      case 10:
        switch (name.toLowerCase()) {
          case 'connection':
            seen.connection = true;
            this.message._removedConnection = false;
            if (CLOSE.test(value)) this.message._last = true;
            else this.message.shouldKeepAlive = true;
            break;
          case 'keep-alive':
            this.message._defaultKeepAlive = false;
            break;
        }
        break;
      case 14:
        if (name.toLowerCase() === 'content-length') {
          seen.length = true;
          this.message._removedContLen = false;
          this.promised = Number(value);
        }
        break;
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') {
          seen.encoding = true;
          this.message._removedTE = false;
          if (CHUNKED.test(value)) this.chunked = true;
        }
        break;
    }
  }

  connectionFields(seen) {
    const { message } = this;
    if (message._removedConnection) {
      // Nothing is said, and HTTP/1.1 means to go on.
      message._last = !message.shouldKeepAlive;
      return '';
    }
    if (seen.connection) return '';
    // An end that only the connection's shows cannot keep it.
    const framed = seen.length || message.useChunkedEncodingByDefault || message.agent;
    if (!message.shouldKeepAlive || !framed || message.maxRequestsOnConnectionReached) {
      message._last = true;
      return 'Connection: close\r\n';
    }
    if (!message._keepAliveTimeout || !message._defaultKeepAlive) return 'Connection: keep-alive\r\n';
    const most = Math.trunc(message._maxRequestsPerSocket) > 0 ? `, max=${message._maxRequestsPerSocket}` : '';
    return `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(message._keepAliveTimeout / 1000)}${most}\r\n`;
  }

  framing(seen, length) {
    const { message } = this;
    if (seen.length || seen.encoding) return '';
    if (!message._hasBody) {
      this.chunked = false;
    } else if (!message.useChunkedEncodingByDefault) {
      message._last = true;
    } else if (length !== undefined && !seen.trailer && !message._removedContLen) {
      this.promised = length;
      return `Content-Length: ${length}\r\n`;
    } else if (!message._removedTE) {
      this.chunked = true;
      return 'Transfer-Encoding: chunked\r\n';
    }
    return '';
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
      throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(length, this.promised);
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
    const trailer = this.trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
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
    if (socket === null || this.waiting.length === 0) return;
    const { waiting } = this;
    this.waiting = [];
    this.waitingLength = 0;
    socket.cork?.();
    for (const [data, callback, encoding] of waiting) socket.write(data, encoding, callback);
    socket.uncork?.();
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

module.exports = { MessageWriter };
