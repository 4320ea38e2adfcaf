'use strict';

// NODE-015 NODE-016: what secure contexts are made of: PKCS #12, several keys, suites, authorities; and what each side shows of itself.

const assert = require('assert');
const { once } = require('events');
const fs = require('fs');
const path = require('path');
const tls = require('tls');
const { test } = require('./support/serial.js');

const file = (name) => fs.readFileSync(path.join(__dirname, 'support/tls', name));
const SELF = { key: file('self.key'), cert: file('self.crt') };
const NAMED = { key: file('named.key'), cert: file('named.crt') };
const ca = file('ca.crt');

/** Connects to a server with `settings`; gives what `look(client, server's socket)` does. */
async function meeting(settings, options, look) {
  const server = tls.createServer(settings).on('tlsClientError', () => {});
  await once(server.listen(0), 'listening');
  const accepted = once(server, 'secureConnection');
  const client = tls.connect({ port: server.address().port, servername: 'example.test', ca, ...options }).resume();
  try {
    await once(client, 'secureConnect');
    const [socket] = await accepted;
    const seen = look(client, socket.on('error', () => {}).resume());
    socket.end();
    return seen;
  } finally {
    client.destroy();
    await once(server.close(), 'close');
  }
}

for (const name of ['named.pfx', 'named-3des.pfx']) {
  test(`${name} has a key, its certificate and an authority`, async () => {
    const own = { pfx: file(name), passphrase: 'secret' };
    const settings = { ...own, requestCert: true };
    const seen = await meeting(settings, own, (client, socket) => [
      client.authorized, socket.authorized, client.getCertificate().subject.CN, socket.getPeerCertificate(true).issuerCertificate.subject.CN,
    ]);
    assert.deepStrictEqual(seen, [true, true, 'example.test', 'Test CA']);
    assert.throws(() => tls.createSecureContext({ ...own, passphrase: 'wrong' }), { message: 'mac verify failure' });
    assert.throws(() => tls.createSecureContext({ pfx: 'x' }), { message: 'header too long' });
  });
}

test('of several keys the one is shown that the client asks for, in whatever order they are', async () => {
  const settings = { key: [NAMED.key, file('old.key')], cert: [file('old.crt'), NAMED.cert] };
  const shown = (client) => client.getPeerCertificate().subject.CN;
  const options = { maxVersion: 'TLSv1.2', rejectUnauthorized: false };
  assert.strictEqual(await meeting(settings, { ...options, ciphers: 'ECDHE+aECDSA' }, shown), 'example.test');
  assert.strictEqual(await meeting(settings, { ...options, ciphers: 'ECDHE+aRSA' }, shown), 'old.test');
  assert.throws(() => tls.createSecureContext({ key: SELF.key, cert: NAMED.cert }), { code: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' });
});

test('suites are chosen by expressions, the server\'s order first', async () => {
  const cipher = (client) => client.getCipher();
  const maxVersion = 'TLSv1.2';
  assert.deepStrictEqual(await meeting(NAMED, { maxVersion, ciphers: 'ECDHE+AESGCM:!SHA384' }, cipher), {
    name: 'ECDHE-ECDSA-AES128-GCM-SHA256', standardName: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', version: 'TLSv1.2',
  });
  const ciphers = 'ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384';
  assert.strictEqual((await meeting({ ...NAMED, ciphers }, { maxVersion }, cipher)).name, 'ECDHE-ECDSA-CHACHA20-POLY1305');
  assert.strictEqual((await meeting(NAMED, { ciphers: 'TLS_CHACHA20_POLY1305_SHA256' }, cipher)).name, 'TLS_CHACHA20_POLY1305_SHA256');
  for (const wrong of ['FOO', 'ecdhe-rsa-aes128-gcm-sha256', 'TLS_FOO']) {
    assert.throws(() => tls.createSecureContext({ ciphers: wrong }), { code: 'ERR_SSL_NO_CIPHER_MATCH' });
  }
  assert.throws(() => tls.createSecureContext({ ecdhCurve: 'foo' }), { code: 'ERR_CRYPTO_OPERATION_FAILED' });
});

test('certificates come with their issuers, those that were sent and those that are trusted', async () => {
  const [detailed, certificate, own, none] = await meeting(NAMED, {}, (client, socket) => [
    client.getPeerCertificate(true), client.getPeerX509Certificate(), socket.getX509Certificate(), client.getCertificate(),
  ]);
  const root = detailed.issuerCertificate;
  assert.strictEqual(root.subject.CN, 'Test CA');
  assert.strictEqual(root.issuerCertificate, root);
  // Only those that were sent.
  assert.strictEqual(certificate.issuerCertificate, undefined);
  const whole = { ...NAMED, cert: Buffer.concat([NAMED.cert, ca]) };
  assert.strictEqual(await meeting(whole, {}, (client) => client.getPeerX509Certificate().issuerCertificate.subject), 'CN=Test CA');
  assert.ok(own.raw.equals(certificate.raw));
  assert.deepStrictEqual(none, {});
});

test('a server that demands a certificate has none without', async () => {
  const server = tls.createServer({ ...NAMED, requestCert: true, ca });
  await once(server.listen(0), 'listening');
  const told = once(server, 'tlsClientError');
  const client = tls.connect({ port: server.address().port, servername: 'example.test', ca }).resume();
  const [error] = await once(client, 'error');
  assert.strictEqual(error.code, 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
  assert.strictEqual((await told)[0].code, 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE');
  await once(server.close(), 'close');
});

test('an encrypted key needs its passphrase', () => {
  const { createPrivateKey } = require('crypto');
  const key = createPrivateKey(NAMED.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
  tls.createSecureContext({ cert: NAMED.cert, key, passphrase: 'secret' });
  tls.createSecureContext({ cert: NAMED.cert, key: [{ pem: key, passphrase: 'secret' }] });
  assert.throws(() => tls.createSecureContext({ cert: NAMED.cert, key }), { code: 'ERR_OSSL_BAD_DECRYPT' });
});

test('the roots are a frozen list of PEM', () => {
  assert.strictEqual(tls.rootCertificates, tls.rootCertificates);
  assert.ok(Object.isFrozen(tls.rootCertificates));
  assert.ok(tls.rootCertificates.every((one) => /^-----BEGIN CERTIFICATE-----\n[^]*\n-----END CERTIFICATE-----$/.test(one)));
});
