'use strict';

// compose: several streams as one Duplex that writes to the first and reads from the last.

const { AbortError, codes } = require('internal/errors');
const { Duplex } = require('internal/streams/duplex');
const { destroyer } = require('internal/streams/destroy');
const { finished } = require('internal/streams/end_of_stream');
const { isNodeStream, isReadable, isWritable } = require('internal/streams/introspect');
const { pipeline } = require('internal/streams/pipeline');

function compose(...given) {
  if (given.length === 0) throw new codes.ERR_MISSING_ARGS('streams');
  if (given.length === 1) return Duplex.from(given[0]);
  const streams = [...given];
  if (typeof streams[0] === 'function') streams[0] = Duplex.from(streams[0]);
  const lastIndex = streams.length - 1;
  if (typeof streams[lastIndex] === 'function') streams[lastIndex] = Duplex.from(streams[lastIndex]);

  for (let n = 0; n < streams.length; n++) {
    if (!isNodeStream(streams[n])) continue;
    if (n < lastIndex && !isReadable(streams[n])) throw new codes.ERR_INVALID_ARG_VALUE(`streams[${n}]`, given[n], 'must be readable');
    if (n > 0 && !isWritable(streams[n])) throw new codes.ERR_INVALID_ARG_VALUE(`streams[${n}]`, given[n], 'must be writable');
  }

  let onDrain = null;
  let onFinish = null;
  let onReadable = null;
  let onClose = null;
  let over = false;

  function onPipelineDone(error) {
    const callback = onClose;
    onClose = null;
    over = true;
    if (callback) callback(error);
    else if (error) composed.destroy(error);
    else if (!readable && !writable) composed.destroy();
  }

  const head = streams[0];
  const tail = pipeline(...streams, onPipelineDone);
  const writable = Boolean(isWritable(head));
  const readable = Boolean(isReadable(tail));
  const composed = new Duplex({
    writableObjectMode: Boolean(head?.writableObjectMode),
    readableObjectMode: Boolean(tail?.readableObjectMode),
    writable,
    readable,
  });

  if (writable) {
    composed._write = (chunk, encoding, callback) => {
      if (head.write(chunk, encoding)) callback();
      else onDrain = callback;
    };
    composed._final = (callback) => {
      head.end();
      onFinish = callback;
    };
    head.on('drain', () => {
      const callback = onDrain;
      onDrain = null;
      if (callback) callback();
    });
    finished(tail, () => {
      const callback = onFinish;
      onFinish = null;
      if (callback) callback();
    });
  }
  if (readable) {
    tail.on('readable', () => {
      const read = onReadable;
      onReadable = null;
      if (read) read();
    });
    tail.on('end', () => composed.push(null));
    composed._read = () => {
      for (;;) {
        const chunk = tail.read();
        if (chunk === null) {
          onReadable = composed._read;
          return;
        }
        if (!composed.push(chunk)) return;
      }
    };
  }
  composed._destroy = (error, callback) => {
    if (!error && !over) error = new AbortError();
    onReadable = onDrain = onFinish = null;
    if (over) {
      callback(error);
    } else {
      onClose = callback;
      destroyer(tail, error);
    }
  };
  return composed;
}

module.exports = { compose };
