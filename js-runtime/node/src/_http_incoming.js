'use strict';

/** Node's old name of the part of `http` that packages patch. */
module.exports = { IncomingMessage: require('internal/http/incoming').IncomingMessage };
