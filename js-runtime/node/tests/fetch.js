'use strict';

// NODE-075: fetch from a server. The lines were recorded from Node 20.
const assert = require('assert');
const http = require('http');
const util = require('util');
const zlib = require('zlib');

const said = [];

const EXPECTED = [
  'get [',
  '  200,',
  '  true,',
  '  \'/echo?q=1\',',
  '  false,',
  '  \'basic\',',
  '  \'OK\',',
  '  {',
  '    method: \'GET\',',
  '    url: \'/echo?q=1\',',
  '    body: \'\',',
  '    ua: \'node\',',
  '    ae: \'gzip, deflate\'',
  '  }',
  ']',
  'post {',
  '  method: \'POST\',',
  '  url: \'/echo\',',
  '  body: \'héllo\',',
  '  type: \'text/plain;charset=UTF-8\',',
  '  length: \'6\',',
  '  ua: \'node\',',
  '  x: \'1\',',
  '  ae: \'gzip, deflate\'',
  '}',
  'form {',
  '  method: \'POST\',',
  '  url: \'/echo\',',
  '  body: \'a=1+2\',',
  '  type: \'application/x-www-form-urlencoded;charset=UTF-8\',',
  '  length: \'5\',',
  '  ua: \'node\',',
  '  ae: \'gzip, deflate\'',
  '}',
  'multi [ true, true ]',
  'stream {',
  '  method: \'POST\',',
  '  url: \'/echo\',',
  '  body: \'abc\',',
  '  te: \'chunked\',',
  '  ua: \'node\',',
  '  ae: \'gzip, deflate\'',
  '}',
  'gzip packed text',
  'r301 [ true, \'/echo\', \'GET\', \'\' ]',
  'r302 [ true, \'/echo\', \'GET\', \'\' ]',
  'r303 [ true, \'/echo\', \'GET\', \'\' ]',
  'r307 [ true, \'/echo\', \'POST\', \'x\' ]',
  'r308 [ true, \'/echo\', \'POST\', \'x\' ]',
  'manual [ 302, \'basic\', \'/echo\' ]',
  'error ! TypeError fetch failed unexpected redirect undefined',
  'loop ! TypeError fetch failed redirect count exceeded undefined',
  'cookies [ 404, false, [ \'a=1\', \'b=2\' ], \'Not Found\' ]',
  'head [ 200, \'\' ]',
  'abort ! AbortError This operation was aborted undefined undefined',
  'timeout ! TimeoutError The operation was aborted due to timeout undefined undefined',
  'cancel first',
  'refused ! TypeError fetch failed connect ECONNREFUSED HOST ECONNREFUSED',
];

const server = http.createServer((req, res) => {
  const url = new URL(req.url, 'http://x');
  const chunks = []; req.on('data', (c) => chunks.push(c)); req.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    if (url.pathname === '/gzip') { res.setHeader('content-encoding', 'gzip'); res.end(zlib.gzipSync('packed text')); }
    else if (url.pathname === '/redirect') { res.writeHead(Number(url.searchParams.get('s')), { location: '/echo' }); res.end(); }
    else if (url.pathname === '/loop') { res.writeHead(302, { location: '/loop' }); res.end(); }
    else if (url.pathname === '/slow') { res.write('first'); }
    else if (url.pathname === '/cookies') { res.setHeader('set-cookie', ['a=1', 'b=2']); res.statusCode = 404; res.end('none'); }
    else res.end(JSON.stringify({ method: req.method, url: req.url, body, type: req.headers['content-type'], length: req.headers['content-length'], te: req.headers['transfer-encoding'], ua: req.headers['user-agent'], x: req.headers['x-a'], ae: req.headers['accept-encoding'] }));
  });
}).listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const say = (...values) => said.push(util.format(...values.map((value) => (typeof value === 'string' ? value.replace(/127\.0\.0\.1:\d+/g, 'HOST') : value))));
  const t = async (n, f) => { try { say(n, await f()); } catch (e) { say(n, '!', e.name, e.message, e.cause && e.cause.message, e.cause && e.cause.code); } };
  await t('get', async () => { const r = await fetch(base + '/echo?q=1#h'); return [r.status, r.ok, r.url.replace(base, ''), r.redirected, r.type, r.statusText, await r.json()]; });
  await t('post', async () => (await fetch(base + '/echo', { method: 'POST', body: 'héllo', headers: { 'X-A': '1' } })).json());
  await t('form', async () => (await fetch(base + '/echo', { method: 'POST', body: new URLSearchParams({ a: '1 2' }) })).json());
  await t('multi', async () => { const f = new FormData(); f.append('a', 'b'); const j = await (await fetch(base + '/echo', { method: 'POST', body: f })).json(); return [j.body.includes('name="a"'), j.type.startsWith('multipart/form-data; boundary=')]; });
  await t('stream', async () => (await fetch(base + '/echo', { method: 'POST', duplex: 'half', body: new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode('abc')); c.close(); } }) })).json());
  await t('gzip', async () => (await fetch(base + '/gzip')).text());
  for (const s of [301, 302, 303, 307, 308]) await t('r' + s, async () => { const r = await fetch(base + '/redirect?s=' + s, { method: 'POST', body: 'x' }); const j = await r.json(); return [r.redirected, r.url.replace(base, ''), j.method, j.body]; });
  await t('manual', async () => { const r = await fetch(base + '/redirect?s=302', { redirect: 'manual' }); return [r.status, r.type, r.headers.get('location')]; });
  await t('error', async () => fetch(base + '/redirect?s=302', { redirect: 'error' }));
  await t('loop', async () => fetch(base + '/loop'));
  await t('cookies', async () => { const r = await fetch(base + '/cookies'); return [r.status, r.ok, r.headers.getSetCookie(), r.statusText]; });
  await t('head', async () => { const r = await fetch(base + '/echo', { method: 'HEAD' }); return [r.status, await r.text()]; });
  await t('abort', async () => { const c = new AbortController(); const r = await fetch(base + '/slow', { signal: c.signal }); setTimeout(() => c.abort(), 10); return r.text(); });
  await t('timeout', async () => { const r = await fetch(base + '/slow', { signal: AbortSignal.timeout(20) }); return r.text(); });
  await t('cancel', async () => { const r = await fetch(base + '/slow'); const rd = r.body.getReader(); const { value } = await rd.read(); await rd.cancel(); return Buffer.from(value).toString(); });
  server.close(); server.closeAllConnections();
  await t('refused', async () => fetch(base + '/x'));
  assert.deepStrictEqual(said.join('\n').split('\n'), EXPECTED);
});
