'use strict';

/**
 * The channel between a process and a child that it forked, as both ends see it: `send`, 'message', `disconnect`.
 *
 * What goes over it is Node's: a line of JSON a message ('json'), or V8's serialisation behind its length in four bytes, big end
 * first ('advanced'). So either end may be a real Node.
 */

const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { codes, ErrnoException } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { KeepAlive } = require('internal/keep_alive');
const handles = require('internal/child_process/handles');
const pipes = require('internal/pipe').native;

const MOST = 65536;

// ---- Messages as bytes -----------------------------------------------------------------------------------------------

const json = {
  encode(message) {
    return Buffer.from(`${JSON.stringify(message)}\n`);
  },
  /** `[messages, rest]`. */
  decode(bytes) {
    const messages = [];
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(10, start);
      if (end < 0) break;
      messages.push(JSON.parse(bytes.toString('utf8', start, end)));
      start = end + 1;
    }
    return [messages, bytes.subarray(start)];
  },
};

const advanced = {
  encode(message) {
    const { ChannelSerializer } = require('internal/child_process/advanced');
    return ChannelSerializer.encode(message);
  },
  decode(bytes) {
    const { ChannelSerializer } = require('internal/child_process/advanced');
    const messages = [];
    let start = 0;
    while (bytes.length - start >= 4) {
      const length = bytes.readUInt32BE(start);
      if (bytes.length - start - 4 < length) break;
      messages.push(ChannelSerializer.decode(bytes.subarray(start + 4, start + 4 + length)));
      start += 4 + length;
    }
    return [messages, bytes.subarray(start)];
  },
};

// ---- The channel -----------------------------------------------------------------------------------------------------

/** `process.channel` and `child.channel`. */
function Control(fd) {
  Reflect.apply(EventEmitter, this, []);
  this.fd = fd;
  Object.defineProperty(this, 'alive', { value: new KeepAlive('PipeWrap'), enumerable: false });
  let listeners = 0;
  let byHand = false;
  this.refCounted = () => { if (++listeners === 1 && !byHand) this.alive.ref(); };
  this.unrefCounted = () => { if (--listeners === 0 && !byHand) this.alive.unref(); };
  this.ref = () => {
    byHand = true;
    this.alive.ref();
  };
  this.unref = () => {
    byHand = true;
    this.alive.unref();
  };
}
Object.setPrototypeOf(Control.prototype, EventEmitter.prototype);

function isInternal(message) {
  return message !== null && typeof message === 'object' && typeof message.cmd === 'string' && message.cmd.startsWith('NODE_');
}

/** Gives `target` (a ChildProcess, or process itself) the channel over descriptor `fd`; `closed()` when it is over. */
function setupChannel(target, fd, mode, closed = () => {}) {
  const errno = pipes.open(fd, false);
  if (errno < 0) throw ErrnoException(errno, 'open');
  const codec = mode === 'advanced' ? advanced : json;
  const control = new Control(fd);
  let rest = Buffer.alloc(0);
  const received = [];
  // Messages that nobody listened to yet.
  const early = [];
  // What is being written, in order: { bytes, along, done }.
  const writing = [];
  // Handles on their way wait here until the other end has taken the one before.
  const handleQueue = [];
  let handleUnderWay = null;
  let closing = false;
  const writer = new KeepAlive('WriteWrap');

  target.channel = control;
  target._channel = control;
  target.connected = true;
  target._handleQueue = null;
  target._pendingMessage = null;

  // ---- In --------------------------------------------------------------------------------------------------------

  function listen() {
    control.alive.start();
    const errno = pipes.receive(fd, MOST, (error, got) => {
      if (!target.channel) return;
      if (error || typeof got === 'number') {
        // A peer that died with unread messages: the end, as Node sees it.
        over();
        return;
      }
      const [bytes, numbers] = got;
      if (bytes.length === 0) {
        over();
        return;
      }
      received.push(...numbers);
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const [messages, left] = codec.decode(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
      rest = left;
      listen();
      for (const message of messages) take(message);
    });
    if (errno < 0) over();
  }

  function over() {
    rest = Buffer.alloc(0);
    control.alive.stop();
    if (target.connected) target._disconnect();
  }

  function take(message) {
    if (!isInternal(message)) {
      deliver('message', message, undefined);
      return;
    }
    switch (message.cmd) {
      case 'NODE_HANDLE': {
        const number = received.shift();
        // It has arrived here: the other end may close its own.
        if (number !== undefined) post({ cmd: 'NODE_HANDLE_ACK' });
        else {
          post({ cmd: 'NODE_HANDLE_NACK' });
          return;
        }
        handles.receive(message, number, target, (handle) => deliver(isInternal(message.msg) ? 'internalMessage' : 'message', message.msg, handle));
        return;
      }
      case 'NODE_HANDLE_ACK':
      case 'NODE_HANDLE_NACK': {
        const sent = handleUnderWay;
        handleUnderWay = null;
        if (sent) handles.sent(sent.message, sent.handle, sent.options);
        const next = handleQueue.shift();
        if (next) sendNow(next.message, next.handle, next.options, next.callback);
        else if (closing) finish();
        return;
      }
      default:
        deliver('internalMessage', message, undefined);
    }
  }

  function deliver(event, message, handle) {
    if (event === 'message' && target.listenerCount('message') === 0) {
      early.push([event, message, handle]);
      return;
    }
    process.nextTick(() => {
      if (target.channel || event === 'message') target.emit(event, message, handle);
    });
  }

  target.on('newListener', () => {
    process.nextTick(() => {
      if (early.length === 0 || target.listenerCount('message') === 0) return;
      for (const args of early.splice(0)) target.emit(...args);
    });
  });

  // ---- Out -------------------------------------------------------------------------------------------------------

  function post(message, along, done) {
    writing.push({ bytes: codec.encode(message), along, done });
    if (writing.length === 1) writeNext();
  }

  function writeNext() {
    const { bytes, along, done } = writing[0];
    const next = (errno) => {
      writing.shift();
      if (done) done(errno < 0 ? ErrnoException(errno, 'write') : null);
      if (writing.length > 0) writeNext();
      else if (closing && handleUnderWay === null) finish();
    };
    if (along === undefined) {
      // At once where there is room: a process that exits right after it has sent is heard all the same.
      const count = pipes.writeNow(fd, bytes);
      if (count < 0 || count === bytes.length) {
        next(count);
        return;
      }
      writer.start();
      pipes.write(fd, bytes.subarray(count), (error, errno) => {
        writer.stop();
        next(error ? -5 : errno);
      });
      return;
    }
    writer.start();
    const errno = pipes.send(fd, bytes, along, (error, errno) => {
      writer.stop();
      next(error ? -5 : errno);
    });
    if (errno < 0) {
      writer.stop();
      next(errno);
    }
  }

  /** `send(message[, handle[, options]][, callback])`: false when the channel is closed or much waits to be written. */
  target.send = function send(message, handle, options, callback) {
    if (typeof handle === 'function') {
      callback = handle;
      handle = undefined;
      options = undefined;
    } else if (typeof options === 'function') {
      callback = options;
      options = undefined;
    } else if (options !== undefined) {
      validateObject(options, 'options');
    }
    options = { swallowErrors: false, ...options };
    if (this.connected) return this._send(message, handle, options, callback);
    const error = codes.ERR_IPC_CHANNEL_CLOSED();
    if (typeof callback === 'function') process.nextTick(callback, error);
    else process.nextTick(() => this.emit('error', error));
    return false;
  };

  target._send = function _send(message, handle, options, callback) {
    if (message === undefined) throw codes.ERR_MISSING_ARGS('message');
    if (!['string', 'object', 'function', 'number', 'boolean'].includes(typeof message)) {
      throw codes.ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
    }
    if (typeof options === 'boolean') options = { swallowErrors: options };
    if (handle) {
      message = handles.describe(message, handle);
      if (handleUnderWay) {
        handleQueue.push({ message, handle, options, callback });
        return true;
      }
    }
    return sendNow(message, handle, options || {}, callback);
  };

  function sendNow(message, handle, options, callback) {
    let along;
    if (handle) {
      along = handles.descriptorOf(handle);
      handleUnderWay = { message, handle, options };
    }
    post(message, along, (error) => {
      if (error === null) {
        if (typeof callback === 'function') process.nextTick(callback, null);
        return;
      }
      if (options.swallowErrors) return;
      if (typeof callback === 'function') process.nextTick(callback, error);
      else process.nextTick(() => target.emit('error', error));
    });
    return writing.length < 128;
  }

  // ---- The end ---------------------------------------------------------------------------------------------------

  target.disconnect = function disconnect() {
    if (!this.connected) {
      this.emit('error', codes.ERR_IPC_DISCONNECTED());
      return;
    }
    this._disconnect();
  };

  target._disconnect = function _disconnect() {
    target.connected = false;
    closing = true;
    if (writing.length === 0 && handleUnderWay === null) finish();
  };

  let finished = false;
  function finish() {
    if (finished) return;
    finished = true;
    control.alive.stop();
    target.channel = null;
    target._channel = null;
    pipes.close(fd);
    process.nextTick(() => {
      target.emit('disconnect');
      closed();
    });
  }

  listen();
  return control;
}

/** In a process that was forked: takes the channel that its environment names. */
function openInherited() {
  const fd = Number.parseInt(process.env.NODE_CHANNEL_FD, 10);
  const mode = process.env.NODE_CHANNEL_SERIALIZATION_MODE || 'json';
  // Its own children must not take it for theirs.
  delete process.env.NODE_CHANNEL_FD;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  const control = setupChannel(process, fd, mode);
  // A channel keeps a child alive only while somebody listens.
  control.alive.unref();
  process.on('newListener', (name) => {
    if (name === 'message' || name === 'disconnect') control.refCounted();
  });
  process.on('removeListener', (name) => {
    if (name === 'message' || name === 'disconnect') control.unrefCounted();
  });
}

module.exports = { openInherited, setupChannel };
