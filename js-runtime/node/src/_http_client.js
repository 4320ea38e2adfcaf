'use strict';

/** Node's old name of the part of `http` that packages patch. */
module.exports = { ClientRequest: require('internal/http/client_request').ClientRequest };
