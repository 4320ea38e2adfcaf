'use strict';

// Where the parts of one exchange keep what they share.

module.exports = {
  /** The native (or detached) handle of a message. */
  kHandle: Symbol('kHandle'),
  /** Its socket, once somebody asked for it or assigned one. */
  kSocket: Symbol('kSocket'),
  /** What an OutgoingMessage was destroyed with. */
  kErrored: Symbol('kErrored'),
  /** null, or `{ depth, chunks: [[chunk, callback]] }` while an OutgoingMessage is corked. */
  kCorked: Symbol('kCorked'),
  /** On an IncomingMessage: the ServerResponse that answers it, once there is one. */
  kResponse: Symbol('kResponse'),
  /** On a ClientRequest that performance observers watch: when it began. */
  kStarted: Symbol('kStarted'),
  /** In the options of a request, and on it: true when its maker tells of it, not http's channels and performance entries. */
  kUnannounced: Symbol('kUnannounced'),
};
