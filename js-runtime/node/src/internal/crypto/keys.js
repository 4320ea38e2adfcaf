'use strict';

/** Keys as objects. */

/** The bytes of a secret KeyObject or CryptoKey; undefined for anything else. */
function secretBytesOf() {
  return undefined;
}

module.exports = { secretBytesOf };
