'use strict';

/** `dgram`: its names, so that packages which only name it load. UDP sockets are not built, and every function refuses. */

const { refuseAll } = require('internal/refuse_all');

const NAMES = [
  '_createSocketHandle', 'createSocket', 'Socket',
];
refuseAll(module.exports, 'dgram', NAMES, 'Use a Rust extension.');
