'use strict';

/**
 * A session in a cookie: base64 of its JSON.
 *
 * Native: `encode` and `decode`, and `stringify`, JSON.stringify without its further arguments.
 */
exports.encode = native.encode;

/** Throws a SyntaxError for what is no session. */
exports.decode = native.decode;
exports.stringify = native.stringify;
