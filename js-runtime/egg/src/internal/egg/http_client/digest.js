'use strict';

// Digest authentication (RFC 7616, with MD5 as urllib has it).

const crypto = require('crypto');

/** The Authorization header that answers `challenge`; `login`: `user:password`. */
function digestHeader(method, uri, challenge, login) {
  const fields = {};
  for (const [, name, quoted, plain] of challenge.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)) fields[name.toLowerCase()] = quoted ?? plain;
  const [user, ...rest] = login.split(':');
  const md5 = (text) => crypto.createHash('md5').update(text).digest('hex');
  const ha1 = md5(`${user}:${fields.realm}:${rest.join(':')}`);
  const ha2 = md5(`${method.toUpperCase()}:${uri}`);
  const cnonce = crypto.randomBytes(8).toString('hex');
  const qop = (fields.qop || '').split(',').map((one) => one.trim()).find((one) => one === 'auth');
  const count = '00000001';
  const answer = qop ? md5(`${ha1}:${fields.nonce}:${count}:${cnonce}:${qop}:${ha2}`) : md5(`${ha1}:${fields.nonce}:${ha2}`);
  let header = `Digest username="${user}", realm="${fields.realm}", nonce="${fields.nonce}", uri="${uri}", response="${answer}"`;
  if (fields.opaque) header += `, opaque="${fields.opaque}"`;
  if (qop) header += `, qop=${qop}, nc=${count}, cnonce="${cnonce}"`;
  return header;
}

module.exports = { digestHeader };
