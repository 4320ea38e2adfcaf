'use strict';

// Requests of the HTTP client by a proxy, given or from the environment. (LCH-078)
const assert = require('assert');
const http = require('http');
const { HttpAgent, HttpsAgent } = surface('internal/egg/http_client/agent');
const { HttpClient } = surface('internal/egg/http_client/client');

const LOGIN = 'Basic bWU6cGFzcw==';

async function main() {
  const seen = [];
  const proxy = http.createServer((request, response) => {
    seen.push([ request.method, request.url, request.headers.host, request.headers['proxy-authorization'] ]);
    response.end('by proxy');
  });
  proxy.on('connect', (request, socket) => {
    seen.push([ request.method, request.url, request.headers['proxy-authorization'] ]);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
  const url = `http://me:pass@127.0.0.1:${proxy.address().port}`;
  const client = new HttpClient({ agent: new HttpAgent({}), httpsAgent: new HttpsAgent({}) });
  const ask = async (to, options) => (await client.request(to, { dataType: 'text', enableProxy: true, ...options })).data;
  const asked = async (...args) => {
    seen.length = 0;
    await ask(...args);
    return seen[0];
  };

  // the whole url goes to the proxy, with its login; the server's name stays the host
  assert.deepStrictEqual(await asked('http://far.example/a?x=1', { proxy: url, data: { y: 2 } }), [ 'GET', 'http://far.example/a?x=1&y=2', 'far.example', LOGIN ]);
  assert.deepStrictEqual(await asked('http://far.example:8080/', { proxy: url }), [ 'GET', 'http://far.example:8080/', 'far.example:8080', LOGIN ]);

  // https goes through a tunnel; a proxy that makes none fails the request
  seen.length = 0;
  await assert.rejects(ask('https://far.example/', { proxy: url }), { name: 'RequestError', code: 'ERR_PROXY_TUNNEL' });
  assert.deepStrictEqual(seen, [ [ 'CONNECT', 'far.example:443', LOGIN ] ]);

  // the environment names proxy and exceptions, once the request or the environment turns them on
  process.env.HTTP_PROXY = url;
  process.env.NO_PROXY = '.inside.example, other.example:81';
  const lookup = (host, options, callback) => callback(Object.assign(new Error(`not by proxy: ${host}`), { code: 'ENOTFOUND' }));
  const directly = { code: 'ENOTFOUND' };
  assert.strictEqual(await ask('http://far.example/', {}), 'by proxy');
  assert.strictEqual(await ask('http://other.example/', {}), 'by proxy');
  await assert.rejects(ask('http://other.example:81/', { lookup }), directly);
  await assert.rejects(ask('http://deep.inside.example/', { lookup }), directly);
  await assert.rejects(ask('http://far.example/', { enableProxy: false, lookup }), directly);
  process.env.URLLIB_ENABLE_PROXY = '1';
  assert.strictEqual(await ask('http://far.example/', { enableProxy: false }), 'by proxy');
  process.env.NO_PROXY = '*';
  await assert.rejects(ask('http://far.example/', { lookup }), directly);

  // nobody could check where a proxy leads
  await assert.rejects(ask('http://far.example/', { proxy: url, checkAddress: () => true, lookup }), directly);
  await assert.rejects(ask('http://far.example/', { proxy: 'socks5://127.0.0.1:1' }), { code: 'ERR_CODDLE_NOT_BUILT' });
  client.agent.destroy();
  proxy.close();
}

main();
