'use strict';

/** `punycode`, with the warning of its deprecation where those are asked for. What Node's own modules need of it is `internal/punycode`. */

if (require('internal/process/options').tellsPending()) {
  process.emitWarning('The `punycode` module is deprecated. Please use a userland alternative instead.', 'DeprecationWarning', 'DEP0040');
}

module.exports = require('internal/punycode');
