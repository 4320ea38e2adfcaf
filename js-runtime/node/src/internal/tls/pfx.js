'use strict';

// The option `pfx`: keys with their certificates as PKCS #12.

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { createPrivateKey, X509Certificate } = require('crypto');
const { openPkcs12 } = require('internal/crypto/natives');

/** `{ key: DER, chain: PEM, authorities: [PEM, ...] }`: the key's own certificate first, those of its issuers behind. */
function open(pfx, passphrase) {
  const data = typeof pfx === 'string' ? Buffer.from(pfx) : pfx;
  if (!ArrayBuffer.isView(data)) throw new codes.ERR_CRYPTO_OPERATION_FAILED('Unable to load PFX certificate');
  const { key, certificates } = openPkcs12(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), passphrase ?? undefined);
  if (key === undefined) throw new codes.ERR_CRYPTO_OPERATION_FAILED('Unable to load private key from PFX data');
  const pkey = createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' });
  const all = certificates.map((der) => new X509Certificate(Buffer.from(der)));
  const own = all.find((certificate) => certificate.checkPrivateKey(pkey));
  if (own === undefined) throw new codes.ERR_CRYPTO_OPERATION_FAILED('Unable to load certificate from PFX data');
  const authorities = all.filter((certificate) => certificate !== own).map(String);
  return { key, chain: [own, ...authorities].join(''), authorities };
}

/** `pfx`: one or several of bytes and { buf, passphrase }. */
function openAll(pfx, passphrase) {
  return (Array.isArray(pfx) ? pfx : [pfx]).map((one) => open(one?.buf ?? one, one?.passphrase ?? passphrase));
}

module.exports = { openAll };
