'use strict';

// One direction of a connection, read by the native parser: what owns the connection hears of heads, bodies and ends.

const { Buffer } = require('buffer');
const natives = require('internal/http/parser_natives');

const MORE = 0;
const HEAD = 1;
const BODY = 2;
const COMPLETE = 3;
const FAILED = 4;
const COMPLETE_WITH_TRAILERS = 5;

/** What an owner's onHead() answers: what the head says follows, nothing does, or another protocol. */
const FOLLOWS = { BODY: 0, NOTHING: 1, UPGRADE: 2 };

const DEFAULT_MAX_HEADER_SIZE = Number(require('internal/process/options').valueOf('--max-http-header-size')) || 16 * 1024;

class MessageParser {
  /**
   * `owner`: onHead([method, url, version, status, phrase, rawHeaders, wantsUpgrade]) -> FOLLOWS, onBody(Uint8Array),
   * onComplete(rawTrailers or null). `maxHeaderSize`: bytes, 0 for the default; `lenient`: insecureHTTPParser.
   */
  constructor(isRequest, owner, maxHeaderSize, lenient) {
    this.native = natives.createParser(isRequest, maxHeaderSize || DEFAULT_MAX_HEADER_SIZE, Boolean(lenient));
    this.owner = owner;
    /** The owner wants no more of it. */
    this.stopped = false;
  }

  /** Whether the connection may carry another message; asked in or after onHead(). */
  get keepsAlive() {
    return this.native.keepsAlive;
  }

  /**
   * Feeds bytes. Undefined: all went well; a number: another protocol begins at this place; an Error: they are wrong (code,
   * reason, bytesParsed, rawPacket).
   */
  execute(chunk) {
    const { native, owner } = this;
    let at = 0;
    for (;;) {
      const event = native.next(chunk, at);
      switch (event) {
        case MORE:
          return undefined;
        case HEAD: {
          at = native.position;
          const follows = owner.onHead(native.head());
          if (follows !== FOLLOWS.BODY) native.setBody(follows);
          if (follows === FOLLOWS.UPGRADE) return at;
          break;
        }
        case BODY:
          at = native.position;
          owner.onBody(chunk.subarray(native.bodyStart, native.bodyEnd));
          break;
        case COMPLETE:
        case COMPLETE_WITH_TRAILERS:
          at = native.position;
          owner.onComplete(event === COMPLETE ? null : native.trailers());
          break;
        case FAILED:
          return this.failure(native.position, chunk);
      }
      if (this.stopped) return undefined;
    }
  }

  /** The connection ended: an Error when that cut off a message. */
  finish() {
    if (this.stopped) return undefined;
    switch (this.native.finish()) {
      case COMPLETE:
        this.owner.onComplete(null);
        return undefined;
      case FAILED:
        return this.failure(0, undefined);
      default:
        return undefined;
    }
  }

  stop() {
    this.stopped = true;
  }

  failure(at, chunk) {
    return parseError(this.native.error(), at, chunk);
  }
}

/** The error of bytes that are wrong from `at` on; without `chunk` the connection's end was wrong. */
function parseError([code, reason], at, chunk) {
  const error = new Error(`Parse Error${chunk === undefined || !reason ? '' : `: ${reason}`}`);
  error.bytesParsed = at;
  error.code = code;
  error.reason = reason;
  if (chunk !== undefined) error.rawPacket = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return error;
}

module.exports = { DEFAULT_MAX_HEADER_SIZE, FOLLOWS, MessageParser, parseError };
