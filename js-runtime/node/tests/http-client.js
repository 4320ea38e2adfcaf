'use strict';

// NODE-009: http.request and http.createServer with each other: every kind of exchange, as the lines of Node 20.

const assert = require('assert');
const http = require('http');

const lines = [];
const log = (...a) => lines.push(a.join(' '));
const server = http.createServer((req, res) => {
  let body = '';
  req.setEncoding('utf8');
  req.on('data', (d) => body += d);
  req.on('end', () => {
    if (req.url === '/trailers') { res.writeHead(200, { Trailer: 'X-T' }); res.write('a'); res.addTrailers({ 'X-T': 'yes' }); res.end('b'); return; }
    if (req.url === '/hang') return;
    if (req.url === '/destroy') { req.socket.destroy(); return; }
    if (req.url === '/partial') { res.writeHead(200, { 'Content-Length': 10 }); res.write('abc'); setTimeout(() => res.destroy(), 20); return; }
    if (req.url === '/early') { res.writeEarlyHints({ link: '</a>; rel=preload' }); }
    if (req.url === '/204') { res.statusCode = 204; res.end(); return; }
    res.setHeader('X-Method', req.method);
    res.setHeader('Set-Cookie', ['a=1', 'b=2']);
    res.end(JSON.stringify({ m: req.method, u: req.url, h: req.headers, b: body }));
  });
});
server.on('connect', (req, s, head) => { s.write('HTTP/1.1 200 ok\r\n\r\nhello'); s.on('data', (d) => { s.end('bye ' + d); }); });
server.on('upgrade', (req, s, head) => { s.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhi'); s.on('data', (d) => s.end('got ' + d)); });
server.on('close', () => log('server closed'));
server.listen(0, async () => {
  const port = server.address().port;
  const ag = new http.Agent({ keepAlive: true, maxSockets: 2 });
  const call = (opts, body) => new Promise((resolve) => {
    const ev = [];
    const req = http.request({ port, agent: ag, ...opts }, (res) => {
      let s = ''; res.on('data', (d) => s += d);
      res.on('aborted', () => ev.push('aborted')); res.on('error', (e) => ev.push('res error ' + e.code + ' ' + e.message));
      res.on('end', () => ev.push('end'));
      res.on('close', () => { ev.push('res close ' + res.complete); });
      req.on('close', () => setImmediate(() => resolve([ev.join('|'), res.statusCode, res.statusMessage, res.httpVersion, JSON.stringify(res.headers).replace(/"date":"[^"]*"/, '"date":1'), s.replace(/\d{5}/g, 'PORT'), JSON.stringify(res.rawTrailers), req.reusedSocket])));
    });
    req.on('error', (e) => { ev.push('error ' + e.code + ' ' + e.message); });
    req.on('socket', () => ev.push('socket')); req.on('finish', () => ev.push('finish')); req.on('information', (i) => ev.push('info ' + i.statusCode + JSON.stringify(i.headers))); req.on('continue', () => { ev.push('continue'); if (opts.onContinue) req.end(body); });
    req.on('timeout', () => { ev.push('timeout'); req.destroy(); });
    req.on('abort', () => ev.push('abort'));
    req.on('close', () => { ev.push('close'); if (!req.res) setImmediate(() => resolve([ev.join('|')])); });
    req.on('upgrade', (res, s, head) => { ev.push('upgrade ' + res.statusCode + ' ' + head); s.write('x'); s.on('data', (d) => { ev.push('data ' + d); }); s.on('close', () => resolve([ev.join('|')])); });
    req.on('connect', (res, s, head) => { ev.push('connect ' + res.statusCode + ' ' + head); s.write('x'); s.on('data', (d) => { ev.push('data ' + d); }); s.on('close', () => resolve([ev.join('|')])); });
    if (opts.then) opts.then(req);
    if (!opts.onContinue && !opts.noend) req.end(body);
  });
  const t = async (n, o, b) => { const r = await call(o, b); log(n, ...r); };
  await t('get', { path: '/a?b=c' });
  await t('get2', { path: '/x', headers: { a: ['1', '2'], B: 3 } });
  await t('post', { path: '/p', method: 'POST' }, 'héllo');
  await t('postchunk', { path: '/p', method: 'POST', noend: true, then(r) { r.write('a'); r.write(Buffer.from('b')); setTimeout(() => r.end('c'), 5); } });
  await t('head', { path: '/p', method: 'HEAD' });
  await t('delete', { path: '/p', method: 'DELETE' }, 'x');
  await t('204', { path: '/204' });
  await t('trailers', { path: '/trailers' });
  await t('early', { path: '/early' });
  await t('expect', { path: '/e', method: 'POST', headers: { Expect: '100-continue' }, onContinue: true }, 'body');
  await t('destroy', { path: '/destroy' });
  await t('partial', { path: '/partial' });
  await t('timeout', { path: '/hang', timeout: 1000 });
  await t('abort', { path: '/hang', then(r) { r.on('finish', () => r.abort()); } });
  await t('destroyerr', { path: '/hang', then(r) { r.on('finish', () => r.destroy(new Error('mine'))); } });
  await t('destroyearly', { path: '/hang', then(r) { r.destroy(); } });
  const ac = new AbortController();
  await t('signal', { path: '/hang', signal: ac.signal, then(r) { r.on('finish', () => ac.abort()); } });
  await t('auth', { path: '/a', auth: 'u:p' });
  await t('noagent', { path: '/a', agent: false });
  await t('upgrade', { path: '/u', headers: { Connection: 'Upgrade', Upgrade: 'x' } });
  await t('connect', { path: 'h:1', method: 'CONNECT' });
  await t('refused', { port: 1, host: '127.0.0.1' });
  await t('notfound', { host: 'no.such.invalid' });
  log(Object.keys(ag.sockets).length, Object.keys(ag.freeSockets).map((k) => ag.freeSockets[k].length), Object.keys(ag.requests).length);
  // pool limit
  const all = await Promise.all([1, 2, 3, 4, 5].map((i) => call({ path: '/' + i })));
  log(all.map((r) => r[1]).join(), ag.totalSocketCount);
  for (const bad of [() => http.request({ path: '/a b' }), () => http.request({ protocol: 'https:' }), () => http.request({ method: 'A B' }), () => http.request({ hostname: 1 }), () => http.request('nope'), () => http.request({ agent: {} }), () => http.request({ headers: { 'a b': 1 } }), () => http.request({ headers: { a: 'x\n' } })]) { try { bad(); } catch (e) { log(e.name, e.code, e.message); } }
  ag.destroy();
  server.close();
});

// What Node 20 tells of the same.
const EXPECTED = [
  'get socket|finish|end|close|res close true 200 OK 1.1 {"x-method":"GET","set-cookie":["a=1","b=2"],"date":1,"connection":"keep-alive","keep-alive":"timeout=5","content-length":"88"} {"m":"GET","u":"/a?b=c","h":{"host":"localhost:PORT","connection":"keep-alive"},"b":""} [] false',
  'get2 socket|finish|end|close|res close true 200 OK 1.1 {"x-method":"GET","set-cookie":["a=1","b=2"],"date":1,"connection":"keep-alive","keep-alive":"timeout=5","content-length":"103"} {"m":"GET","u":"/x","h":{"a":"1, 2","b":"3","host":"localhost:PORT","connection":"keep-alive"},"b":""} [] true',
  'post socket|finish|end|close|res close true 200 OK 1.1 {"x-method":"POST","set-cookie":["a=1","b=2"],"date":1,"connection":"keep-alive","keep-alive":"timeout=5","content-length":"112"} {"m":"POST","u":"/p","h":{"host":"localhost:PORT","connection":"keep-alive","content-length":"6"},"b":"héllo"} [] true',
  'postchunk socket|finish|end|close|res close true 200 OK 1.1 {"x-method":"POST","set-cookie":["a=1","b=2"],"date":1,"connection":"keep-alive","keep-alive":"timeout=5","content-length":"118"} {"m":"POST","u":"/p","h":{"host":"localhost:PORT","connection":"keep-alive","transfer-encoding":"chunked"},"b":"abc"} [] true',
  'head socket|finish|end|res close true|close 200 OK 1.1 {"x-method":"HEAD","set-cookie":["a=1","b=2"],"date":1,"connection":"keep-alive","keep-alive":"timeout=5"}  [] true',
  'delete socket|finish|end|res close true|close 400 Bad Request 1.1 {"connection":"close"}  [] false',
  '204 socket|finish|end|close|res close true 204 No Content 1.1 {"date":1,"connection":"keep-alive","keep-alive":"timeout=5"}  [] false',
  'trailers socket|finish|end|close|res close true 200 OK 1.1 {"trailer":"X-T","date":1,"connection":"keep-alive","keep-alive":"timeout=5","transfer-encoding":"chunked"} ab ["X-T","yes"] true',
  'early socket|finish|info 103{"link":"</a>; rel=preload"}|end|close|res close true 200 OK 1.1 {"x-method":"GET","set-cookie":["a=1","b=2"],"date":1,"connection":"keep-alive","keep-alive":"timeout=5","content-length":"88"} {"m":"GET","u":"/early","h":{"host":"localhost:PORT","connection":"keep-alive"},"b":""} [] true',
  'expect socket|continue|info 100{}|finish|end|close|res close true 200 OK 1.1 {"x-method":"POST","set-cookie":["a=1","b=2"],"date":1,"connection":"keep-alive","keep-alive":"timeout=5","content-length":"143"} {"m":"POST","u":"/e","h":{"expect":"100-continue","host":"localhost:PORT","connection":"keep-alive","transfer-encoding":"chunked"},"b":"body"} [] true',
  'destroy socket|finish|error ECONNRESET socket hang up|close',
  'partial socket|finish|aborted|close|res error ECONNRESET aborted|res close false 200 OK 1.1 {"content-length":"10","date":1,"connection":"keep-alive","keep-alive":"timeout=5"} abc [] false',
  'timeout socket|finish|timeout|error ECONNRESET socket hang up|close',
  'abort socket|finish|abort|error ECONNRESET socket hang up|close',
  'destroyerr socket|finish|error undefined mine|close',
  'destroyearly error ECONNRESET socket hang up|close',
  'signal socket|finish|error ABORT_ERR The operation was aborted|close',
  'auth socket|finish|end|close|res close true 200 OK 1.1 {"x-method":"GET","set-cookie":["a=1","b=2"],"date":1,"connection":"keep-alive","keep-alive":"timeout=5","content-length":"113"} {"m":"GET","u":"/a","h":{"host":"localhost:PORT","authorization":"Basic dTpw","connection":"keep-alive"},"b":""} [] false',
  'noagent socket|finish|end|res close true|close 200 OK 1.1 {"x-method":"GET","set-cookie":["a=1","b=2"],"date":1,"connection":"close","content-length":"79"} {"m":"GET","u":"/a","h":{"host":"localhost:PORT","connection":"close"},"b":""} [] false',
  'upgrade socket|finish|upgrade 101 hi|close|data got x',
  'connect socket|finish|connect 200 hello|close|data bye x',
  'refused socket|error ECONNREFUSED connect ECONNREFUSED 127.0.0.1:1|close',
  'notfound socket|error ENOTFOUND getaddrinfo ENOTFOUND no.such.invalid|close',
  '0  0',
  '200,200,200,200,200 2',
  'TypeError ERR_UNESCAPED_CHARACTERS Request path contains unescaped characters',
  'TypeError ERR_INVALID_PROTOCOL Protocol "https:" not supported. Expected "http:"',
  'TypeError ERR_INVALID_HTTP_TOKEN Method must be a valid HTTP token ["A B"]',
  'TypeError ERR_INVALID_ARG_TYPE The "options.hostname" property must be of type string or one of undefined or null. Received type number (1)',
  'TypeError ERR_INVALID_URL Invalid URL',
  'TypeError ERR_INVALID_ARG_TYPE The "options.agent" property must be one of Agent-like Object, undefined, or false. Received an instance of Object',
  'TypeError ERR_INVALID_HTTP_TOKEN Header name must be a valid HTTP token ["a b"]',
  'TypeError ERR_INVALID_CHAR Invalid character in header content ["a"]',
  'server closed',
];

process.on('exit', () => {
  assert.deepStrictEqual(lines, EXPECTED);
});
