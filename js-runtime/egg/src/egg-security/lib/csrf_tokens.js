'use strict';

/**
 * Secrets and tokens against forged requests (bytes as the npm package `csrf` 3). A token is a salt and a hash of it with the
 * secret, other each time, so that a compressed answer tells nothing about the secret.
 */
const crypto = require('crypto');
const { Buffer } = require('buffer');

const SECRET_BYTES = 18;
const SALT_LENGTH = 8;
const SALT_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

exports.createSecret = () => crypto.randomBytes(SECRET_BYTES).toString('base64url');

exports.createToken = function createToken(secret) {
  const salt = Array.from({ length: SALT_LENGTH }, () => SALT_ALPHABET[crypto.randomInt(SALT_ALPHABET.length)]).join('');
  return tokenOf(secret, salt);
};

exports.verify = function verify(secret, token) {
  if (!secret || typeof secret !== 'string' || !token || typeof token !== 'string') return false;
  const end = token.indexOf('-');
  if (end === -1) return false;
  const expected = Buffer.from(tokenOf(secret, token.slice(0, end)));
  const given = Buffer.from(token);
  return expected.length === given.length && crypto.timingSafeEqual(expected, given);
};

function tokenOf(secret, salt) {
  return `${salt}-${crypto.createHash('sha1').update(`${salt}-${secret}`, 'latin1').digest('base64url')}`;
}
