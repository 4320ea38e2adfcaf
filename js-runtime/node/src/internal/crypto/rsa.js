'use strict';

/** Encryption with RSA keys. */

const { codes, genericNodeError } = require('internal/errors');
const { validateString } = require('internal/validators');
const { isAnyBuffer, bytesOf, own } = require('internal/crypto/util');
const natives = require('internal/crypto/natives');
const { handleOf } = require('internal/crypto/keys');
const { constants } = require('internal/crypto/constants');

const { RSA_PKCS1_PADDING, RSA_PKCS1_OAEP_PADDING } = constants;

/** `operation`: the function's name. `wanted`: the key that it takes. */
function operation(name, wanted, usualPadding) {
  return {
    [name](options, buffer) {
      const isKey = options === null || typeof options !== 'object' || isAnyBuffer(options);
      const { padding = usualPadding, oaepHash = 'sha1', oaepLabel, encoding } = isKey ? {} : options;
      validateString(oaepHash, 'key.oaepHash');
      if (natives.digestLength(oaepHash) === undefined) {
        throw genericNodeError('Invalid digest used', { code: 'ERR_OSSL_EVP_INVALID_DIGEST' });
      }
      const key = handleOf(options, wanted);
      const label = oaepLabel === undefined ? undefined : bytesOf(oaepLabel, 'key.oaepLabel', encoding);
      const data = bytesOf(buffer, 'buffer', encoding);
      // Node 20 closed a timing attack this way.
      if (name === 'privateDecrypt' && padding === RSA_PKCS1_PADDING) {
        const error = codes.ERR_INVALID_ARG_VALUE('padding', padding);
        error.message = 'RSA_PKCS1_PADDING is no longer supported for private decryption, this can be reverted with ' +
          '--security-revert=CVE-2023-46809';
        throw error;
      }
      return own(natives.rsa(name, key, padding, oaepHash, label, data));
    },
  }[name];
}

module.exports = {
  publicEncrypt: operation('publicEncrypt', 'public', RSA_PKCS1_OAEP_PADDING),
  publicDecrypt: operation('publicDecrypt', 'public', RSA_PKCS1_PADDING),
  privateEncrypt: operation('privateEncrypt', 'private', RSA_PKCS1_PADDING),
  privateDecrypt: operation('privateDecrypt', 'private', RSA_PKCS1_OAEP_PADDING),
};
