'use strict';

// A request to http.Server and its answer: one native object (http/server/exchange.rs) is the handle of both messages, and holds what
// is known of them. What goes by pieces is written and read as other messages are, by the methods that it takes from them here.

const { codes } = require('internal/errors');
const { MessageWriter } = require('internal/http/message_writer');
const { bodyMembers } = require('internal/http/parsed_message');
const natives = require('internal/http/parser_natives');
const { kSocket } = require('internal/http/brands');

const kConnection = Symbol('kConnection');

const prototype = natives.exchangePrototype;
natives.STATUS_CODES = require('internal/http/status_codes');

Object.setPrototypeOf(prototype, MessageWriter.prototype);
// Whether the body is dropped is native code's to know.
const { discarding: _, ...bodyByPieces } = bodyMembers;
Object.assign(prototype, bodyByPieces, {
  // What a MessageWriter has of its own. It is never a request that is sent.
  firstLine: null,
  expects: false,
  trailers: null,
  waiting: null,
  waitingLength: 0,
  bodyLength: 0,
  consumed: false,

  commit(length) {
    if (!this.fixHead(length)) throw new codes.ERR_HTTP_TRAILER_INVALID();
  },

  addTrailers(entries) {
    this.goesByPieces = true;
    MessageWriter.prototype.addTrailers.call(this, entries);
  },

  /** The response was handed over whole. */
  onFinished(response) {
    response[kSocket]?.[kConnection]?.onFinish(this, response);
  },
});

module.exports = { kConnection };
