'use strict';

// The end of an OutgoingMessage whose handle sends head, last chunk and framing as one (`whole` in outgoing.js's contract).

const { Buffer } = require('buffer');
const { kCorked, kHandle } = require('internal/http/brands');
const { tick } = require('internal/process/tick_queue');

/** Packages that want to see the head put themselves in the place of these. */
const ownHead = { writeHead: undefined, _implicitHeader: undefined };

/** Ends a message whose last chunk, its first one mostly, needs nothing but to be sent. Whether it was that. */
function endsAtOnce(message, chunk, encoding, onSent) {
  const handle = message[kHandle];
  if (handle.plain === undefined || message.destroyed || message._ended || message[kCorked] !== null || message._refusesBody ||
      message.writeHead !== ownHead.writeHead || message._implicitHeader !== ownHead._implicitHeader) {
    return false;
  }
  // A callback may stand in its place.
  if (encoding && encoding !== 'utf8' && (typeof chunk === 'string' || typeof encoding === 'function')) return false;
  return ended(message, handle, handle.plain(chunk), onSent);
}

/** Leaves it to the handle to end the message with `chunk`; false: it does not. `onSent(message)`: all was handed over. */
function endWhole(message, handle, chunk, onSent) {
  return ended(message, handle, handle.whole(chunk), onSent);
}

/** Whether `message` has ended; `rest`: what its handle says of that (`whole` in outgoing.js's contract). */
function ended(message, handle, rest, onSent) {
  if (rest === false) return false;
  if (rest === true) {
    tick(onSent, message);
  } else {
    const { length } = rest;
    message._unacknowledgedLength += length;
    handle.put(Buffer.from(rest.buffer, rest.byteOffset, length), (error) => {
      message._unacknowledgedLength -= length;
      if (!error) onSent(message);
    });
  }
  if (message._events !== undefined && handle.socket !== null) message._finish();
  return true;
}

module.exports = { endWhole, endsAtOnce, ownHead };
