'use strict';

/** `tls`: its names, so that packages which only name it load. TLS sockets are not built, and every function refuses. */

const { refuseAll } = require('internal/refuse_all');

const NAMES = [
  'getCiphers', 'convertALPNProtocols', 'checkServerIdentity', 'createSecureContext', 'SecureContext', 'TLSSocket', 'Server',
  'createServer', 'connect', 'createSecurePair',
];
refuseAll(module.exports, 'tls', NAMES, 'Send requests through the framework\'s HTTP client.');
