'use strict';

// NODE-075: Headers, FormData, Request, Response, and fetch as far as it needs no server. The lines were recorded from Node 20.
const assert = require('assert');
const util = require('util');

const said = [];

async function t(name, run) {
  try {
    said.push(util.format(name, await run()));
  } catch (error) {
    const cause = error.cause && `${error.cause.name} ${error.cause.code} ${error.cause.message}`;
    said.push(util.format(name, '!', error.name, error.code, '|', error.message, '|', cause));
  }
}

async function main() {
  await t('h1', () => new Headers([['a']]));
  await t('h2', () => new Headers({ 'a b': 'x' }));
  await t('h3', () => new Headers({ a: 'x\ny' }));
  await t('h4', () => new Headers(5));
  await t('h5', () => new Headers({ a: ' x ', B: 'y', 'set-cookie': 'q=1' }));
  await t('h6', () => { const h = new Headers([['a', '1'], ['A', '2'], ['set-cookie', 'x=1'], ['set-cookie', 'y=2']]); return [[...h], h.get('a'), h.getSetCookie(), h.has('A'), h.get('zz'), h.get('set-cookie')]; });
  await t('h7', () => new Headers().append('a'));
  await t('h8', () => new Headers(null));
  await t('h9', () => new Headers({ a: '\u4f60' }));
  await t('r1', () => new Request('foo'));
  await t('r2', () => new Request('http://a.com/', { method: 'GET', body: 'x' }));
  await t('r3', () => { const r = new Request('http://a.com/#x', { method: 'post', body: 'x', headers: { q: '1' } }); return r; });
  await t('r4', () => new Request('http://u:p@a.com/'));
  await t('r5', () => new Request('http://a.com/', { method: 'TRACE' }));
  await t('r6', () => new Request('http://a.com/', { method: 'b d' }));
  await t('r7', () => new Request('http://a.com/', { method: 'POST', body: new ReadableStream() }));
  await t('r8', () => new Request('http://a.com/', { redirect: 'x' }));
  await t('r9', () => new Request('http://a.com/', { signal: 5 }));
  await t('r10', () => new Request('http://a.com/', { mode: 'navigate' }));
  await t('r12', () => new Request());
  await t('r13', () => new Request('http://a.com/', { headers: { 'content-length': '5', host: 'x' } }).headers);
  await t('p1', () => new Response('x', { status: 204 }));
  await t('p2', () => new Response('x', { status: 99 }));
  await t('p3', () => new Response('x', { statusText: 'a\n' }));
  await t('p4', () => new Response('héllo', { status: 201, statusText: 'Ok', headers: { a: 'b' } }));
  await t('p5', async () => { const r = new Response('abc'); return [r.bodyUsed, await r.text(), r.bodyUsed, r.headers.get('content-type')]; });
  await t('p6', async () => { const r = new Response('abc'); await r.text(); return r.text(); });
  await t('p7', async () => { const r = new Response('abc'); await r.text(); return r.clone(); });
  await t('p9', async () => Response.json({ a: 1 }).headers.get('content-type'));
  await t('p10', async () => Response.redirect('http://x.com/', 301).headers.get('location'));
  await t('p11', async () => Response.redirect('http://x.com/', 300));
  await t('p12', async () => Response.error());
  await t('p13', async () => { const f = new FormData(); f.append('a', '1'); f.append('b', new Blob(['x'], { type: 'text/x' }), 'n"ame.txt'); const r = new Response(f); return (await r.text()).replace(/formdata-(?:undici-)?\d+/g, 'boundary'); });
  await t('p14', async () => { const f = new FormData(); f.append('a', '1'); f.append('b', new Blob(['x'], { type: 'text/x' }), 'n.txt'); const r = new Response(f); const g = await r.formData(); return [...g].map(([k, v]) => [k, typeof v === 'string' ? v : [v.name, v.type, v.size]]); });
  await t('p15', async () => { const r = new Response(new URLSearchParams('a=1&b=2')); return [...await r.formData()]; });
  await t('p16', async () => new Response('x').formData());
  await t('p17', async () => { const r = new Response('abc'); r.body.getReader(); return r.text(); });
  await t('p18', async () => { const r = new Response('abc'); const c = r.clone(); return [await r.text(), await c.text()]; });
  await t('p19', async () => { const r = new Response(new ReadableStream({ start(c) { c.enqueue('str'); c.close(); } })); return r.text(); });
  await t('p20', async () => { const r = new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array([65])); c.close(); } })); return [await r.arrayBuffer()]; });
  await t('p21', async () => (await new Response('x', { headers: { 'content-type': 'a/b' } }).blob()));
  await t('p22', () => Response.json(undefined));
  await t('p23', () => new Response(new ReadableStream(), 5));
  await t('p24', () => Response.prototype.text.call({}));
  await t('d1', async () => { const r = await fetch('data:text/plain;base64,aGVsbG8='); return [r.status, r.url, r.headers.get('content-type'), await r.text(), r.type]; });
  await t('d2', () => fetch('data:,a%20b').then((r) => r.text()));
  await t('f1', () => fetch('nope'));
  await t('f2', () => fetch('foo://x'));
  await t('f3', () => fetch());
  await t('f5', () => fetch('http://localhost:99999/'));
  await t('f6', () => fetch('http://127.0.0.1:1/', { signal: AbortSignal.abort() }));
  await t('f7', () => fetch('http://127.0.0.1:1/', { signal: AbortSignal.abort(new Error('why')) }));
  await t('f8', () => fetch('about:blank').then(async (r) => [r.status, await r.text()]));
  const fd = new FormData();
  await t('fd1', () => fd.append('a'));
  await t('fd2', () => fd.append('a', 'x', 'y'));
  await t('fd3', () => { fd.append('a', '1'); fd.append('a', '2'); fd.set('b', new Blob(['q'])); return [fd.get('a'), fd.getAll('a'), fd.has('b'), fd.get('b').name, [...fd.keys()], fd.delete('a'), fd.get('a')]; });
  await t('fd4', () => new FormData(5));
  await t('s', async () => { const r = new Request('http://a.com', { method: 'POST', body: 'x' }); const q = new Request(r); return [r.bodyUsed, await q.text()]; });
  await t('s2', () => new Request('http://a.com', { duplex: 'full', method: 'POST', body: 'x' }));
}

const EXPECTED = [
  'h1 ! TypeError undefined | Headers constructor: expected name/value pair to be length 2, found 1. | undefined',
  'h2 ! TypeError undefined | Headers.append: "a b" is an invalid header name. | undefined',
  'h3 ! TypeError undefined | Headers.append: "x',
  'y" is an invalid header value. | undefined',
  'h4 ! TypeError undefined | Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>. | undefined',
  'h5 Headers { a: \'x\', B: \'y\', \'set-cookie\': \'q=1\' }',
  'h6 [',
  '  [ [ \'a\', \'1, 2\' ], [ \'set-cookie\', \'x=1\' ], [ \'set-cookie\', \'y=2\' ] ],',
  '  \'1, 2\',',
  '  [ \'x=1\', \'y=2\' ],',
  '  true,',
  '  null,',
  '  \'x=1, y=2\'',
  ']',
  'h7 ! TypeError undefined | Headers.append: 2 arguments required, but only 1 found. | undefined',
  'h8 ! TypeError undefined | Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>. | undefined',
  'h9 ! TypeError undefined | Cannot convert argument to a ByteString because the character at index 0 has a value of 20320 which is greater than 255. | undefined',
  'r1 ! TypeError undefined | Failed to parse URL from foo | TypeError ERR_INVALID_URL Invalid URL',
  'r2 ! TypeError undefined | Request with GET/HEAD method cannot have body. | undefined',
  'r3 Request {',
  '  method: \'POST\',',
  '  url: \'http://a.com/#x\',',
  '  headers: Headers { q: \'1\', \'content-type\': \'text/plain;charset=UTF-8\' },',
  '  destination: \'\',',
  '  referrer: \'about:client\',',
  '  referrerPolicy: \'\',',
  '  mode: \'cors\',',
  '  credentials: \'same-origin\',',
  '  cache: \'default\',',
  '  redirect: \'follow\',',
  '  integrity: \'\',',
  '  keepalive: false,',
  '  isReloadNavigation: false,',
  '  isHistoryNavigation: false,',
  '  signal: AbortSignal { aborted: false }',
  '}',
  'r4 ! TypeError undefined | Request cannot be constructed from a URL that includes credentials: http://u:p@a.com/ | undefined',
  'r5 ! TypeError undefined | \'TRACE\' HTTP method is unsupported. | undefined',
  'r6 ! TypeError undefined | \'b d\' is not a valid HTTP method. | undefined',
  'r7 ! TypeError undefined | RequestInit: duplex option is required when sending a body. | undefined',
  'r8 ! TypeError undefined | Request constructor: x is not an accepted type. Expected one of follow, manual, error. | undefined',
  'r9 ! TypeError undefined | Failed to construct \'Request\': member signal is not of type AbortSignal. | undefined',
  'r10 ! TypeError undefined | Request constructor: invalid request mode navigate. | undefined',
  'r12 ! TypeError undefined | Request constructor: 1 argument required, but 0 found. | undefined',
  'r13 Headers { \'content-length\': \'5\', host: \'x\' }',
  'p1 ! TypeError undefined | Response constructor: Invalid response status code 204 | undefined',
  'p2 ! RangeError undefined | init["status"] must be in the range of 200 to 599, inclusive. | undefined',
  'p3 ! TypeError undefined | Invalid statusText | undefined',
  'p4 Response {',
  '  status: 201,',
  '  statusText: \'Ok\',',
  '  headers: Headers { a: \'b\', \'content-type\': \'text/plain;charset=UTF-8\' },',
  '  body: ReadableStream { locked: false, state: \'readable\', supportsBYOB: true },',
  '  bodyUsed: false,',
  '  ok: true,',
  '  redirected: false,',
  '  type: \'default\',',
  '  url: \'\'',
  '}',
  'p5 [ false, \'abc\', true, \'text/plain;charset=UTF-8\' ]',
  'p6 ! TypeError undefined | Body is unusable: Body has already been read | undefined',
  'p7 ! TypeError undefined | Response.clone: Body has already been consumed. | undefined',
  'p9 application/json',
  'p10 http://x.com/',
  'p11 ! RangeError undefined | Invalid status code 300 | undefined',
  'p12 Response {',
  '  status: 0,',
  '  statusText: \'\',',
  '  headers: Headers {},',
  '  body: null,',
  '  bodyUsed: false,',
  '  ok: false,',
  '  redirected: false,',
  '  type: \'error\',',
  '  url: \'\'',
  '}',
  'p13 ------boundary\r',
  'Content-Disposition: form-data; name="a"\r',
  '\r',
  '1\r',
  '------boundary\r',
  'Content-Disposition: form-data; name="b"; filename="n%22ame.txt"\r',
  'Content-Type: text/x\r',
  '\r',
  'x\r',
  '------boundary--\r',
  '',
  'p14 [ [ \'a\', \'1\' ], [ \'b\', [ \'n.txt\', \'text/x\', 1 ] ] ]',
  'p15 [ [ \'a\', \'1\' ], [ \'b\', \'2\' ] ]',
  'p16 ! TypeError undefined | Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded". | undefined',
  'p17 ! TypeError undefined | Body is unusable: Body has already been read | undefined',
  'p18 [ \'abc\', \'abc\' ]',
  'p19 ! TypeError undefined | Received non-Uint8Array chunk | undefined',
  'p20 [ ArrayBuffer { [Uint8Contents]: <41>, byteLength: 1 } ]',
  'p21 Blob { size: 1, type: \'a/b\' }',
  'p22 ! TypeError undefined | Value is not JSON serializable | undefined',
  'p23 ! TypeError undefined | undefined: Expected 5 to be one of: Null, Undefined, Object. | undefined',
  'p24 ! TypeError ERR_INVALID_THIS | Illegal invocation | undefined',
  'd1 [',
  '  200,',
  '  \'data:text/plain;base64,aGVsbG8=\',',
  '  \'text/plain\',',
  '  \'hello\',',
  '  \'basic\'',
  ']',
  'd2 a b',
  'f1 ! TypeError undefined | Failed to parse URL from nope | TypeError ERR_INVALID_URL Invalid URL',
  'f2 ! TypeError undefined | fetch failed | Error undefined unknown scheme',
  'f3 ! TypeError undefined | Failed to parse URL from undefined | TypeError ERR_INVALID_URL Invalid URL',
  'f5 ! TypeError undefined | Failed to parse URL from http://localhost:99999/ | TypeError ERR_INVALID_URL Invalid URL',
  'f6 ! AbortError 20 | This operation was aborted | undefined',
  'f7 ! Error undefined | why | undefined',
  'f8 ! TypeError undefined | fetch failed | Error undefined about scheme is not supported',
  'fd1 ! TypeError undefined | FormData.append: 2 arguments required, but only 1 found. | undefined',
  'fd2 ! TypeError undefined | Failed to execute \'append\' on \'FormData\': parameter 2 is not of type \'Blob\' | undefined',
  'fd3 [ \'1\', [ \'1\', \'2\' ], true, \'blob\', [ \'a\', \'a\', \'b\' ], undefined, null ]',
  'fd4 ! TypeError undefined | FormData constructor: Argument 1 could not be converted to: undefined. | undefined',
  's [ true, \'x\' ]',
  's2 ! TypeError undefined | Request constructor: full is not an accepted type. Expected one of half. | undefined',
];

main().then(() => assert.deepStrictEqual(said.join('\n').split('\n'), EXPECTED));
