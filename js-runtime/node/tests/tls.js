'use strict';

// NODE-015 NODE-016: tls and https: who is trusted and why not, names, protocols, and bytes both ways.

const assert = require('assert');
const fs = require('fs');
const https = require('https');
const net = require('net');
const path = require('path');
const tls = require('tls');
const { test } = require('./support/serial.js');

const file = (name) => fs.readFileSync(path.join(__dirname, 'support/tls', name));
const SELF = { key: file('self.key'), cert: file('self.crt') };
const NAMED = { key: file('named.key'), cert: file('named.crt') };
const listening = (server) => new Promise((resolve) => server.listen(0, () => resolve(server.address().port)));
const closed = (server) => new Promise((resolve) => server.close(resolve));

/** What a client tells of a connection to an echoing server. */
function talk(options) {
  return new Promise((resolve) => {
    const told = [];
    const client = tls.connect(options, () => {
      told.push(client.authorized, client.authorizationError, client.alpnProtocol, client.getProtocol());
      client.write('hi');
    });
    client.on('data', (data) => { told.push(String(data)); client.end(); });
    client.on('error', (error) => told.push(error.code));
    client.on('close', () => resolve(told));
  });
}

async function echoing(settings, run) {
  const server = tls.createServer(settings, (socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  server.on('tlsClientError', () => {});
  const port = await listening(server);
  try {
    return await run(port);
  } finally {
    await closed(server);
  }
}

test('a certificate is trusted, or told what is wrong with it', () => echoing({ ...SELF, ALPNProtocols: ['x'] }, async (port) => {
  const ca = SELF.cert;
  assert.deepStrictEqual(await talk({ port }), ['DEPTH_ZERO_SELF_SIGNED_CERT']);
  assert.deepStrictEqual(await talk({ port, ca }), [true, null, false, 'TLSv1.3', 'hi']);
  assert.deepStrictEqual(await talk({ port, ca, host: '127.0.0.1', ALPNProtocols: ['y', 'x'] }), [true, null, 'x', 'TLSv1.3', 'hi']);
  assert.deepStrictEqual(await talk({ port, ca, maxVersion: 'TLSv1.2' }), [true, null, false, 'TLSv1.2', 'hi']);
  assert.deepStrictEqual(await talk({ port, rejectUnauthorized: false }), [false, 'DEPTH_ZERO_SELF_SIGNED_CERT', false, 'TLSv1.3', 'hi']);
  assert.deepStrictEqual(await talk({ port, ca, servername: 'other.test' }), ['ERR_TLS_CERT_ALTNAME_INVALID']);
  assert.deepStrictEqual(await talk({ port, ca, ALPNProtocols: ['z'] }), ['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL']);
}));

test('an authority vouches for names and wildcards', () => echoing(NAMED, async (port) => {
  const ca = file('ca.crt');
  assert.deepStrictEqual(await talk({ port, ca, servername: 'example.test' }), [true, null, false, 'TLSv1.3', 'hi']);
  assert.deepStrictEqual(await talk({ port, ca, servername: 'a.wild.test' }), [true, null, false, 'TLSv1.3', 'hi']);
  assert.deepStrictEqual(await talk({ port, ca, servername: 'a.b.wild.test' }), ['ERR_TLS_CERT_ALTNAME_INVALID']);
  assert.deepStrictEqual(await talk({ port, servername: 'example.test' }), ['UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
  assert.deepStrictEqual(await talk({ port, ca, servername: 'x', checkServerIdentity: () => undefined }), [true, null, false, 'TLSv1.3', 'hi']);
}));

test('a certificate of version 1 is trusted when one that is trusted issued it', () => echoing({ key: file('old.key'), cert: file('old.crt') }, async (port) => {
  const ca = file('old-ca.crt');
  const servername = 'old.test';
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2']) {
    assert.deepStrictEqual(await talk({ port, ca, servername, maxVersion }), [true, null, false, maxVersion, 'hi']);
    assert.deepStrictEqual(await talk({ port, servername, maxVersion }), ['UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
    assert.deepStrictEqual(await talk({ port, ca: file('ca.crt'), servername, maxVersion }), ['UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
    assert.deepStrictEqual(await talk({ port, rejectUnauthorized: false, maxVersion }),
      [false, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', false, maxVersion, 'hi']);
  }
  assert.deepStrictEqual(await talk({ port, ca, servername: 'other.test' }), ['ERR_TLS_CERT_ALTNAME_INVALID']);
}));

test('a server chooses its certificate by name', async () => {
  const SNICallback = (name, callback) => callback(null, name === 'example.test' ? tls.createSecureContext(NAMED) : undefined);
  await echoing({ ...SELF, SNICallback }, async (port) => {
    assert.deepStrictEqual(await talk({ port, ca: file('ca.crt'), servername: 'example.test' }), [true, null, false, 'TLSv1.3', 'hi']);
    assert.deepStrictEqual(await talk({ port, ca: SELF.cert, servername: 'localhost' }), [true, null, false, 'TLSv1.3', 'hi']);
  });
});

test('a client shows a certificate where it is asked for', async () => {
  const seen = [];
  const settings = { ...SELF, requestCert: true, rejectUnauthorized: false, ca: file('ca.crt') };
  const server = tls.createServer(settings, (socket) => {
    seen.push([socket.authorized, socket.authorizationError, socket.getPeerCertificate().subject?.CN]);
    socket.end();
  });
  const port = await listening(server);
  for (const own of [NAMED, SELF, {}]) {
    await new Promise((resolve) => tls.connect({ port, ca: SELF.cert, ...own }).resume().on('close', resolve));
  }
  await closed(server);
  assert.deepStrictEqual(seen, [
    [true, null, 'example.test'],
    [false, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'localhost'],
    [false, 'UNABLE_TO_GET_ISSUER_CERT', undefined],
  ]);
});

test('a certificate tells of itself', () => echoing(SELF, (port) => new Promise((resolve) => {
  const client = tls.connect({ port, ca: SELF.cert }, () => {
    const { subject, issuer, subjectaltname, raw, fingerprint256 } = client.getPeerCertificate();
    assert.deepStrictEqual({ ...subject }, { CN: 'localhost' });
    assert.deepStrictEqual({ ...issuer }, { CN: 'localhost' });
    assert.strictEqual(subjectaltname, 'DNS:localhost, IP Address:127.0.0.1');
    assert.strictEqual(fingerprint256, require('crypto').createHash('sha256').update(raw).digest('hex').toUpperCase().match(/../g).join(':'));
    assert.strictEqual(client.getCipher().version, 'TLSv1.3');
    client.end();
  });
  client.on('close', resolve).resume();
})));

test('many bytes arrive whole, over a socket that was there before too', async () => {
  const server = net.createServer((raw) => {
    const socket = new tls.TLSSocket(raw, { isServer: true, secureContext: tls.createSecureContext(SELF) });
    let length = 0;
    socket.on('data', (data) => { length += data.length; if (length === 3_000_000) socket.end(String(length)); });
  });
  const port = await listening(server);
  const raw = net.connect(port);
  const client = tls.connect({ socket: raw, ca: SELF.cert, servername: 'localhost' });
  client.write(Buffer.alloc(3_000_000));
  let text = '';
  client.on('data', (data) => { text += data; });
  await new Promise((resolve) => client.on('close', resolve));
  assert.strictEqual(text, '3000000');
  await closed(server);
});

test('https asks and answers, and keeps its connections', async () => {
  const server = https.createServer(NAMED, (req, res) => res.end(`${req.method} ${req.socket.encrypted}`));
  const port = await listening(server);
  const agent = new https.Agent({ keepAlive: true, ca: file('ca.crt') });
  const get = (options) => new Promise((resolve) => {
    const req = https.get({ port, agent, ...options }, (res) => {
      let text = '';
      res.on('data', (data) => { text += data; });
      res.on('close', () => setImmediate(() => resolve([text, req.reusedSocket])));
    });
    req.on('error', (error) => resolve(error.code));
  });
  assert.deepStrictEqual(await get({ servername: 'example.test' }), ['GET true', false]);
  assert.deepStrictEqual(await get({ servername: 'example.test' }), ['GET true', true]);
  assert.strictEqual(await get({}), 'ERR_TLS_CERT_ALTNAME_INVALID');
  agent.destroy();
  await closed(server);
});

test('what is no TLS, or none that was agreed on, is refused', async () => {
  const plain = net.createServer((socket) => socket.on('error', () => {}).resume().end('HTTP/1.1 200 OK\r\n\r\n'));
  assert.deepStrictEqual(await talk({ port: await listening(plain) }), ['ERR_SSL_WRONG_VERSION_NUMBER']);
  await closed(plain);
  const code = (run) => { try { run(); } catch (error) { return error.code; } return undefined; };
  assert.strictEqual(code(() => tls.createSecureContext({ cert: 'x' })), 'ERR_OSSL_PEM_NO_START_LINE');
  assert.strictEqual(code(() => tls.createSecureContext({ minVersion: 'x' })), 'ERR_TLS_INVALID_PROTOCOL_VERSION');
});

test('names are compared as the rules say', () => {
  const check = (host, cert) => tls.checkServerIdentity(host, cert)?.message;
  assert.strictEqual(check('a.com', { subject: { CN: 'a.com' } }), undefined);
  assert.strictEqual(check('a.com', { subject: { CN: 'b.com' } }),
    "Hostname/IP does not match certificate's altnames: Host: a.com. is not cert's CN: b.com");
  assert.strictEqual(check('a.com', { subject: { CN: 'a.com' }, subjectaltname: 'DNS:b.com' }),
    "Hostname/IP does not match certificate's altnames: Host: a.com. is not in the cert's altnames: DNS:b.com");
  assert.strictEqual(check('x.a.com', { subject: {}, subjectaltname: 'DNS:*.a.com' }), undefined);
  assert.ok(check('a.com', { subject: {}, subjectaltname: 'DNS:*.com' }));
  assert.strictEqual(check('8.8.8.8', { subject: {}, subjectaltname: 'IP Address:8.8.8.8' }), undefined);
  assert.strictEqual(check('8.8.4.4', { subject: {}, subjectaltname: 'IP Address:8.8.8.8' }),
    "Hostname/IP does not match certificate's altnames: IP: 8.8.4.4 is not in the cert's list: 8.8.8.8");
});
