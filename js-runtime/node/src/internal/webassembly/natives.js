'use strict';

/** The natives of `WebAssembly`. */
module.exports = native;
