'use strict';

// Links between the parts of one exchange.

module.exports = {
  /** On an IncomingMessage: the ServerResponse that answers it, once there is one. */
  kResponse: Symbol('kResponse'),
};
