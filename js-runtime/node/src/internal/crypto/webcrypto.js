'use strict';

/** `crypto.webcrypto`, the global `crypto`: its values are random, its algorithms are not built. */

const { refuseAll } = require('internal/refuse_all');
const { getRandomValues, randomUUID } = require('internal/crypto/random');

const subtle = {};
refuseAll(subtle, 'crypto.subtle', [
  'encrypt', 'decrypt', 'sign', 'verify', 'digest', 'generateKey', 'deriveKey', 'deriveBits', 'importKey', 'exportKey', 'wrapKey',
  'unwrapKey',
], 'Use the functions of `crypto`, or a Rust extension.');

module.exports = { webcrypto: { subtle, getRandomValues, randomUUID } };
