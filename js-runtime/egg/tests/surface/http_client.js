'use strict';

// The HTTP client where it does better than urllib, which the oracle cannot show. (LCH-078, LCH-086)
const assert = require('assert');
const http = require('http');
const { HttpAgent } = surface('internal/egg/http_client/agent');
const { HttpClient } = surface('internal/egg/http_client/client');
const { Lru } = surface('internal/egg/lru');

async function main() {
  const server = http.createServer((request, response) => response.end('answer'));
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://localhost:${server.address().port}/`;
  const client = new HttpClient({ agent: new HttpAgent({}) });

  // a connection that a request without a check has left behind does not lead past the check
  await client.request(url);
  const again = await client.request(url);
  assert.strictEqual(again.res.keepAliveSocket, true);
  const seen = [];
  await assert.rejects(client.request(url, { checkAddress: (...args) => seen.push(args) && false }), { name: 'IllegalAddressError', ip: '127.0.0.1' });
  assert.deepStrictEqual(seen, [['127.0.0.1', 4, 'localhost']]);
  const allowed = await client.request(url, { checkAddress: () => true, dataType: 'text' });
  assert.strictEqual(allowed.data, 'answer');

  // a connection rests half a second less than the server says (agentkeepalive's rule)
  server.keepAliveTimeout = 2000;
  client.agent.destroy();
  await client.request(url);
  const [[resting]] = Object.values(client.agent.freeSockets);
  assert.strictEqual(resting.freeSocketTimeout, 1500);
  client.agent.destroy();
  server.close();
}

// what was not asked for longest gives way
const lru = new Lru(2);
lru.set('a', 1);
lru.set('b', 2);
assert.strictEqual(lru.get('a'), 1);
lru.set('c', 3);
assert.deepStrictEqual(lru.keys(), ['a', 'c']);
assert.strictEqual(lru.get('b'), undefined);
assert.strictEqual(lru.size, 2);
lru.reset();
assert.strictEqual(lru.size, 0);

main();
