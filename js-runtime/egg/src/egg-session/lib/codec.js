'use strict';

const { Buffer } = require('buffer');

/** A session in a cookie: base64 of its JSON. */
exports.encode = session => Buffer.from(JSON.stringify(session)).toString('base64');

/** Throws a SyntaxError for what is no session. */
exports.decode = text => JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
