'use strict';

/** The algorithms of WebCrypto by their names: for each what it can do, over the functions of `crypto`. */

const { createHash } = require('internal/crypto/hash');
const { HASHES, bufferOf } = require('internal/crypto/webcrypto_common');

const digest = { digest: ({ name }, data) => bufferOf(createHash(HASHES[name]).update(data).digest()) };

const algorithms = {
  'SHA-1': digest,
  'SHA-256': digest,
  'SHA-384': digest,
  'SHA-512': digest,
  ...require('internal/crypto/webcrypto_secrets'),
  ...require('internal/crypto/webcrypto_pairs'),
  ...require('internal/crypto/webcrypto_derivation'),
};

module.exports = { algorithms };
