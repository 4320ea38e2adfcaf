'use strict';

/** Node's old name of the part of `tls` that packages patch. */
const { SecureContext, createSecureContext } = require('tls');

module.exports = { SecureContext, createSecureContext };
