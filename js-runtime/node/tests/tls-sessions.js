'use strict';

// NODE-015 NODE-016: sessions that clients take up again, and what both sides know of their connection.

const assert = require('assert');
const crypto = require('crypto');
const { once } = require('events');
const fs = require('fs');
const https = require('https');
const path = require('path');
const tls = require('tls');
const { test } = require('./support/serial.js');

const file = (name) => fs.readFileSync(path.join(__dirname, 'support/tls', name));
const SELF = { key: file('self.key'), cert: file('self.crt') };

/** Runs `run(port, server)` beside a server that says hello to everybody and closes. */
async function greeting(settings, run) {
  const server = tls.createServer(settings, (socket) => socket.on('error', () => {}).end('hello'));
  server.on('tlsClientError', () => {});
  await once(server.listen(0), 'listening');
  try {
    return await run(server.address().port, server);
  } finally {
    await once(server.close(), 'close');
  }
}

/** One connection: { reused, sessions: those that the server gave }. */
async function visit(options) {
  const sessions = [];
  const client = tls.connect({ ca: SELF.cert, ...options }).on('session', (session) => sessions.push(session)).resume();
  await once(client, 'secureConnect');
  const reused = client.isSessionReused();
  await once(client, 'close');
  return { reused, sessions };
}

for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
  test(`a session of ${maxVersion} is taken up again`, () => greeting(SELF, async (port) => {
    const first = await visit({ port, maxVersion });
    assert.strictEqual(first.reused, false);
    assert.strictEqual(first.sessions.length, maxVersion === 'TLSv1.3' ? 2 : 1);
    const [session] = first.sessions;
    assert.ok(Buffer.isBuffer(session));
    assert.strictEqual((await visit({ port, maxVersion, session })).reused, true);
    // What is no session of this process is none at all.
    assert.strictEqual((await visit({ port, maxVersion, session: crypto.randomBytes(32) })).reused, false);
    assert.strictEqual((await visit({ port, maxVersion, session: Buffer.from('x') })).reused, false);
  }));
}

test('tickets are worth something to servers with the same keys, as long as these stay', async () => {
  const ticketKeys = crypto.randomBytes(48);
  const maxVersion = 'TLSv1.2';
  let session;
  await greeting({ ...SELF, ticketKeys }, async (port, server) => {
    assert.ok(server.getTicketKeys().equals(ticketKeys));
    ({ sessions: [session] } = await visit({ port, maxVersion }));
  });
  await greeting({ ...SELF, ticketKeys }, async (port, server) => {
    assert.strictEqual((await visit({ port, maxVersion, session })).reused, true);
    server.setTicketKeys(crypto.randomBytes(48));
    assert.strictEqual((await visit({ port, maxVersion, session })).reused, false);
  });
  const { SSL_OP_NO_TICKET } = crypto.constants;
  await greeting({ ...SELF, secureOptions: SSL_OP_NO_TICKET }, async (port) => {
    ({ sessions: [session] } = await visit({ port, maxVersion }));
    assert.strictEqual((await visit({ port, maxVersion, session })).reused, false);
  });
});

test('https.Agent takes sessions up again, and forgets those of connections that failed', async () => {
  const server = https.createServer(SELF, (req, res) => res.end());
  await once(server.listen(0), 'listening');
  const { port } = server.address();
  const get = async (agent) => {
    const [response] = await once(https.get({ port, agent, ca: SELF.cert }), 'response');
    const reused = response.socket.isSessionReused();
    await once(response.resume(), 'close');
    return reused;
  };
  const agent = new https.Agent();
  assert.deepStrictEqual([await get(agent), await get(agent)], [false, true]);
  const forgetful = new https.Agent({ maxCachedSessions: 0 });
  assert.deepStrictEqual([await get(forgetful), await get(forgetful)], [false, false]);
  await once(server.close(), 'close');
});

test('both sides know the same keys, which the key log tells', () => greeting(SELF, async (port, server) => {
  const lines = { server: [], client: [] };
  server.on('keylog', (line, socket) => { assert.ok(socket.encrypted); lines.server.push(String(line)); });
  const exported = once(server, 'secureConnection').then(([socket]) => socket.exportKeyingMaterial(32, 'label', Buffer.from('context')));
  const client = tls.connect({ port, ca: SELF.cert }).on('keylog', (line) => lines.client.push(String(line))).resume();
  await once(client, 'secureConnect');
  assert.deepStrictEqual(client.exportKeyingMaterial(32, 'label', Buffer.from('context')), await exported);
  assert.notDeepStrictEqual(client.exportKeyingMaterial(32, 'label'), await exported);
  assert.throws(() => client.exportKeyingMaterial(32, 'label', 'text'), { code: 'ERR_INVALID_ARG_TYPE' });
  await once(client, 'close');
  assert.strictEqual(lines.client.length, 5);
  assert.deepStrictEqual(lines.client.sort(), lines.server.sort());
  assert.match(lines.client[0], /^CLIENT_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]{64} [0-9a-f]+\n$/);
}));

test('a client knows how keys were agreed on', () => greeting({ ...SELF, ecdhCurve: 'P-384' }, async (port) => {
  const client = tls.connect({ port, ca: SELF.cert }).resume();
  await once(client, 'secureConnect');
  assert.deepStrictEqual(client.getEphemeralKeyInfo(), { type: 'ECDH', name: 'secp384r1', size: 384 });
  await once(client, 'close');
}));
