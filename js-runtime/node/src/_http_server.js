'use strict';

/** Node's old name of the part of `http` that packages patch. */
const { Server } = require('internal/http/server');
const { ServerResponse } = require('internal/http/server_response');

module.exports = { STATUS_CODES: require('internal/http/status_codes'), Server, ServerResponse };
