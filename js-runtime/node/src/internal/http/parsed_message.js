'use strict';

// The incoming handle (contract in incoming.js) of a message that a parser reads off a connection. Body that nobody reads yet waits here;
// when it is much, the connection is paused.

const { addJoined, joinHeaders } = require('internal/http/headers');

/** Bytes that may wait before the connection is paused. */
const HIGH_WATER_MARK = 64 * 1024;

/** What a message is whose body comes by `connection`: pauseReading(), resumeReading(). */
const bodyMembers = {
  connection: null,
  queue: null,
  queued: 0,
  reader: null,
  toldEnd: false,
  discarding: false,
  onDiscarded: null,
  delivering: false,

  /** From the parser: bytes of the body. */
  body(chunk) {
    if (this.discarding) return;
    if (this.reader !== null && this.queue === null) {
      this.reader.onData(chunk);
      return;
    }
    if (this.queue === null) this.queue = [];
    this.queue.push(chunk);
    this.queued += chunk.length;
    if (this.queued >= HIGH_WATER_MARK) this.connection.pauseReading();
  },

  /** From the parser: the message is whole. */
  bodyEnd() {
    if (this.discarding) this.onDiscarded();
    else if (this.reader !== null && this.queue === null) this.tellEnd();
  },

  tellEnd() {
    if (this.toldEnd) return;
    this.toldEnd = true;
    // The body may have stopped the reading; what comes now is another message's.
    this.connection?.resumeReading();
    this.reader.onEnd();
  },

  readStart(onData, onEnd) {
    this.reader = { onData, onEnd };
    this.attended = true;
    if (this.queue === null && !this.complete) {
      this.connection?.resumeReading();
    } else if (!this.delivering) {
      this.delivering = true;
      process.nextTick(deliver, this);
    }
  },

  readStop() {
    this.reader = null;
    if (!this.complete) this.connection?.pauseReading();
  },

  /** Nobody will read what is left of the body; `done()` when it has gone by. */
  discard(done) {
    this.discarding = true;
    this.attended = true;
    this.queue = null;
    this.onDiscarded = done;
    if (this.complete) done();
    else this.connection?.resumeReading();
  },
};

class ParsedMessage {
  /** `head`: as a parser tells it. */
  constructor(head, connection) {
    this.method = head[0];
    this.url = head[1];
    this.httpVersion = head[2];
    this.raw = head[5];
    this.joined = undefined;
    this.joinDuplicates = false;
    this.complete = false;
    this.consumed = false;
    this.connection = connection;
    this.trailers = null;
  }

  rawHeaders() {
    return this.raw;
  }

  get headers() {
    if (this.joined === undefined) this.joined = this.joinDuplicates ? joinAll(this.raw) : joinHeaders(this.raw);
    return this.joined;
  }

  set headers(value) {
    this.joined = value;
  }

  rawTrailers() {
    return this.trailers;
  }

  /** From the parser: the message is whole. */
  end(trailers) {
    this.complete = true;
    this.trailers = trailers;
    this.bodyEnd();
  }

  destroy() {
    this.connection.socket.destroy();
  }
}
Object.assign(ParsedMessage.prototype, bodyMembers);

function deliver(handle) {
  handle.delivering = false;
  while (handle.queue !== null && handle.reader !== null) {
    const chunk = handle.queue.shift();
    if (handle.queue.length === 0) handle.queue = null;
    handle.queued -= chunk.length;
    handle.reader.onData(chunk);
  }
  if (handle.reader === null) return;
  if (handle.complete) handle.tellEnd();
  else handle.connection?.resumeReading();
}

/** `joinDuplicateHeaders`: no header of a name is lost. */
function joinAll(raw) {
  const headers = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const key = raw[i].toLowerCase();
    if (key === 'set-cookie' || key === 'cookie' || headers[key] === undefined) addJoined(headers, raw[i], raw[i + 1]);
    else headers[key] += `, ${raw[i + 1]}`;
  }
  return headers;
}

module.exports = { ParsedMessage, bodyMembers };
