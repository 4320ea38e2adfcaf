'use strict';

/** Node's old name of the part of `tls` that packages patch. */
const { Server, TLSSocket, connect, createServer } = require('tls');

module.exports = { Server, TLSSocket, connect, createServer };
