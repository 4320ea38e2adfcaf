'use strict';

/** Encryption with RSA keys. */

const { codes, genericNodeError } = require('internal/errors');
const { validateString } = require('internal/validators');
const { isAnyBuffer, bytesOf, own } = require('internal/crypto/util');
const natives = require('internal/crypto/natives');
const { keyOf } = require('internal/crypto/keys');
const { constants } = require('internal/crypto/constants');

const { RSA_PKCS1_PADDING, RSA_PKCS1_OAEP_PADDING } = constants;

/** The flag that gives RSA_PKCS1_PADDING back to who knows what it means. */
const REVERT = '--security-revert=CVE-2023-46809';

/** `operation`: the function's name. `wanted`: the key that it takes. */
function operation(name, wanted, usualPadding) {
  return {
    [name](options, buffer) {
      const isKey = options === null || typeof options !== 'object' || isAnyBuffer(options);
      const open = keyOf(options, wanted);
      const given = isKey ? {} : options;
      const padding = given.padding || usualPadding;
      const { oaepHash = 'sha1', oaepLabel, encoding } = given;
      validateString(oaepHash, 'key.oaepHash');
      if (natives.digestLength(oaepHash) === undefined) {
        throw genericNodeError('Invalid digest used', { code: 'ERR_OSSL_EVP_INVALID_DIGEST' });
      }
      const label = oaepLabel === undefined ? undefined : bytesOf(oaepLabel, 'key.oaepLabel', encoding);
      const data = bytesOf(buffer, 'buffer', encoding);
      const key = open();
      // Node 20 closed a timing attack this way.
      if (name === 'privateDecrypt' && padding === RSA_PKCS1_PADDING && !process.execArgv.includes(REVERT)) {
        const error = codes.ERR_INVALID_ARG_VALUE('padding', padding);
        error.message = 'RSA_PKCS1_PADDING is no longer supported for private decryption, this can be reverted with ' +
          REVERT;
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
