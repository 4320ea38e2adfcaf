'use strict';

/** The server's side of SCRAM (RFC 5802, 7677), by which MongoDB's clients show that they know a password. */

const crypto = require('crypto');
const { Refusal } = require('./error');

const ITERATIONS = 4096;
const DIGESTS = { 'SCRAM-SHA-1': 'sha1', 'SCRAM-SHA-256': 'sha256' };

const fieldsOf = message => Object.fromEntries(message.split(',').map(field => [ field[0], field.slice(2) ]));

class Conversation {
  /** @param account `{ user, password }`: the only one there is. */
  constructor(mechanism, { user, password }) {
    if (!DIGESTS[mechanism]) throw new Refusal('BadValue', `Unsupported mechanism '${mechanism}'`);
    this.digest = DIGESTS[mechanism];
    this.user = user;
    // For SHA-1 the password is what older servers kept.
    this.secret = this.digest === 'sha1' ? crypto.createHash('md5').update(`${user}:mongo:${password}`).digest('hex') : password;
    this.salt = crypto.randomBytes(this.digest === 'sha1' ? 16 : 28);
  }

  hmac(key, text) {
    return crypto.createHmac(this.digest, key).update(text).digest();
  }

  /** The answer to the client's first message. */
  first(message) {
    const bare = message.replace(/^n,,/, '');
    const { n: user, r: nonce } = fieldsOf(bare);
    this.known = user === this.user;
    this.nonce = nonce + crypto.randomBytes(18).toString('base64');
    const answer = `r=${this.nonce},s=${this.salt.toString('base64')},i=${ITERATIONS}`;
    this.said = `${bare},${answer}`;
    return answer;
  }

  /** The answer to the client's proof. */
  final(message) {
    const { r: nonce, p: proof } = fieldsOf(message);
    const length = crypto.createHash(this.digest).digest().length;
    const salted = crypto.pbkdf2Sync(this.secret, this.salt, ITERATIONS, length, this.digest);
    const said = `${this.said},${message.replace(/,p=.*/, '')}`;
    const stored = crypto.createHash(this.digest).update(this.hmac(salted, 'Client Key')).digest();
    const signature = this.hmac(stored, said);
    const key = Buffer.from(proof, 'base64').map((byte, n) => byte ^ signature[n]);
    const proven = crypto.createHash(this.digest).update(key).digest().equals(stored);
    if (!this.known || nonce !== this.nonce || !proven) throw new Refusal('AuthenticationFailed', 'Authentication failed.');
    return `v=${this.hmac(this.hmac(salted, 'Server Key'), said).toString('base64')}`;
  }
}

module.exports = { Conversation, MECHANISMS: Object.keys(DIGESTS) };
