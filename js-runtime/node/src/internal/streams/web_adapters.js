'use strict';

/** Where Node's streams meet web streams; those are loaded only when one is there. */

const { isReadableStream, isWritableStream } = require('internal/streams/introspect');

const adapters = () => require('internal/webstreams/adapters');

/** `toWeb` and `fromWeb` of a class of Node streams. */
function install(Class) {
  const name = Class.name.toLowerCase();
  Class.toWeb = function toWeb(stream, options) { return adapters()[`${name}ToWeb`](stream, options); };
  Class.fromWeb = function fromWeb(stream, options) { return adapters()[`${name}FromWeb`](stream, options); };
}

/** The Node stream over any kind of web stream. */
function nodeStreamOf(stream, options) {
  if (isReadableStream(stream)) return adapters().readableFromWeb(stream, options);
  if (isWritableStream(stream)) return adapters().writableFromWeb(stream, options);
  return adapters().duplexFromWeb(stream, options);
}

module.exports = { install, nodeStreamOf };
