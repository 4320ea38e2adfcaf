'use strict';

/** What a socket that is not to stay half open does when the peer has ended: a listener of its 'end'. */

const { Duplex } = require('stream');

/** From now on a write is an error. */
function refuseWrites() {
  if (!this.allowHalfOpen) this.write = writeAfterEnd;
}

function writeAfterEnd(chunk, encoding, callback) {
  // While nobody has ended this side the stream takes it.
  if (!this.writableEnded) return Duplex.prototype.write.call(this, chunk, encoding, callback);
  if (typeof encoding === 'function') callback = encoding;
  const error = new Error('This socket has been ended by the other party');
  error.code = 'EPIPE';
  if (typeof callback === 'function') process.nextTick(callback, error);
  this.destroy(error);
  return false;
}

module.exports = { refuseWrites };
