'use strict';

/** Node's old name of the part of `http` that packages patch. */
const { validateHeaderName, validateHeaderValue } = require('internal/http/headers');

module.exports = { OutgoingMessage: require('internal/http/outgoing').OutgoingMessage, validateHeaderName, validateHeaderValue };
