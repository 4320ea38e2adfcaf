'use strict';

// Stream, the root of every stream class, and the pipe of streams that know neither read() nor back-pressure marks.

const EventEmitter = require('events');

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

/**
 * Writes every 'data' chunk to `dest`, pausing while it is full, and ends or destroys it with this stream unless
 * `options.end` is false. An 'error' of either side that nobody listens for is thrown. Returns `dest`.
 */
Stream.prototype.pipe = function pipe(dest, options) {
  const source = this;
  let done = false;

  function onData(chunk) {
    if (dest.writable && dest.write(chunk) === false && source.pause) source.pause();
  }
  function onDrain() {
    if (source.readable && source.resume) source.resume();
  }
  function onEnd() {
    if (done) return;
    done = true;
    dest.end();
  }
  function onClose() {
    if (done) return;
    done = true;
    if (typeof dest.destroy === 'function') dest.destroy();
  }
  function onError(error) {
    detach();
    if (EventEmitter.listenerCount(this, 'error') === 0) this.emit('error', error);
  }
  function detach() {
    source.removeListener('data', onData);
    dest.removeListener('drain', onDrain);
    source.removeListener('end', onEnd);
    source.removeListener('close', onClose);
    source.removeListener('error', onError);
    dest.removeListener('error', onError);
    source.removeListener('end', detach);
    source.removeListener('close', detach);
    dest.removeListener('close', detach);
  }

  source.on('data', onData);
  dest.on('drain', onDrain);
  // Standard output outlives whatever is piped to it.
  if (!dest._isStdio && (!options || options.end !== false)) {
    source.on('end', onEnd);
    source.on('close', onClose);
  }
  listenFirst(source, 'error', onError);
  listenFirst(dest, 'error', onError);
  source.on('end', detach);
  source.on('close', detach);
  dest.on('close', detach);
  dest.emit('pipe', source);
  return dest;
};

/** Only names that have a listener: a removed one may leave a hole behind in subclasses that preset `_events`. */
Stream.prototype.eventNames = function eventNames() {
  return Reflect.ownKeys(this._events || {}).filter((name) => this._events[name] !== undefined);
};

/** Adds `listener` ahead of the others, on emitters that have no prependListener too. */
function listenFirst(emitter, event, listener) {
  if (typeof emitter.prependListener === 'function') {
    emitter.prependListener(event, listener);
    return;
  }
  const events = emitter._events;
  if (!events || !events[event]) emitter.on(event, listener);
  else if (Array.isArray(events[event])) events[event].unshift(listener);
  else events[event] = [listener, events[event]];
}

module.exports = { Stream, listenFirst };
