'use strict';

// NODE-025: what Node's client below fetch publishes of its requests.
const dc = require('diagnostics_channel');
const http = require('http');
const net = require('net');
const { once } = require('events');
const { check } = require('./support/outcome.js');

/** What was published of the requests for a path, in order. */
const told = {};

function subscribe(name, look = () => []) {
  dc.subscribe(name, (message) => {
    const { request } = message;
    (told[request.path] ??= []).push([name, Object.keys(message).join(), request.completed, request.aborted, ...look(message)].join(' '));
  });
}

const text = (buffers) => buffers.map((buffer) => buffer.toString()).join();

subscribe('undici:request:create', ({ request }) => {
  request.addHeader('x-trace', request.path);
  return [request.method, request.headers.join(), request.contentLength, request.contentType, request.idempotent, request.origin === base];
});
subscribe('undici:client:sendHeaders', ({ request, headers, socket }) => (
  [headers.split('\r\n')[0], headers.includes(`\r\nx-trace: ${request.path}\r\n`), headers.endsWith('\r\n\r\n'), socket instanceof net.Socket]));
subscribe('undici:request:bodySent');
subscribe('undici:request:headers', ({ response }) => [response.statusCode, response.statusText, text(response.headers.slice(0, 2))]);
subscribe('undici:request:trailers', ({ trailers }) => [text(trailers)]);
subscribe('undici:request:error', ({ error }) => [error.name, error.message]);

let base;
const seen = [];
const server = http.createServer((request, response) => {
  seen.push(request.headers['x-trace']);
  if (request.url === '/moved') {
    response.writeHead(302, { location: '/plain' }).end();
  } else if (request.url === '/cut') {
    response.writeHead(200, { 'content-length': 9 });
    response.write('cut', () => response.destroy());
  } else if (request.url === '/abort') {
    controller.abort();
  } else if (request.method === 'HEAD') {
    response.writeHead(200, { 'x-first': request.url }).end();
  } else {
    response.writeHead(200, { 'x-first': request.url, trailer: 'x-last' });
    request.resume().on('end', () => {
      response.write('answer');
      response.addTrailers({ 'x-last': 'yes' });
      response.end();
    });
  }
});
const controller = new AbortController();

async function send(path, options) {
  try {
    await (await fetch(base + path, options)).text();
  } catch (error) {
    (told[path] ??= []).push(`rejected with ${error.name}`);
  }
}

async function run() {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  base = `http://127.0.0.1:${server.address().port}`;
  await send('/plain?q=1#hash');
  await send('/text', { method: 'POST', body: 'text', headers: { 'X-Mine': 'mine' } });
  await send('/stream', { method: 'PUT', duplex: 'half', body: new Blob(['piece']).stream() });
  await send('/head', { method: 'HEAD' });
  await send('/moved');
  await send('/cut');
  await send('/abort', { signal: controller.signal });
  await send('/aborted', { signal: controller.signal });
  server.closeAllConnections();
  server.close();
}

run().then(() => check([
  [() => told['/plain?q=1'], '["undici:request:create request false false GET accept,*/*,accept-language,*,sec-fetch-mode,cors,user-agent,node,accept-encoding,gzip, deflate,x-trace,/plain?q=1   true true", "undici:client:sendHeaders request,headers,socket false false GET /plain?q=1 HTTP/1.1 true false true", "undici:request:bodySent request false false", "undici:request:headers request,response false false 200 OK x-first,/plain?q=1", "undici:request:trailers request,trailers true false x-last,yes"]'],
  [() => told['/text'], '["undici:request:create request false false POST X-Mine,mine,content-type,text/plain;charset=UTF-8,accept,*/*,accept-language,*,sec-fetch-mode,cors,user-agent,node,accept-encoding,gzip, deflate,x-trace,/text 4 text/plain;charset=UTF-8 false true", "undici:client:sendHeaders request,headers,socket false false POST /text HTTP/1.1 true false true", "undici:request:bodySent request false false", "undici:request:headers request,response false false 200 OK x-first,/text", "undici:request:trailers request,trailers true false x-last,yes"]'],
  [() => told['/stream'], '["undici:request:create request false false PUT accept,*/*,accept-language,*,sec-fetch-mode,cors,user-agent,node,accept-encoding,gzip, deflate,x-trace,/stream   false true", "undici:client:sendHeaders request,headers,socket false false PUT /stream HTTP/1.1 true false true", "undici:request:bodySent request false false", "undici:request:headers request,response false false 200 OK x-first,/stream", "undici:request:trailers request,trailers true false x-last,yes"]'],
  [() => told['/head'], '["undici:request:create request false false HEAD accept,*/*,accept-language,*,sec-fetch-mode,cors,user-agent,node,accept-encoding,gzip, deflate,x-trace,/head   true true", "undici:client:sendHeaders request,headers,socket false false HEAD /head HTTP/1.1 true false true", "undici:request:bodySent request false false", "undici:request:headers request,response false false 200 OK x-first,/head", "undici:request:trailers request,trailers true false "]'],
  [() => told['/moved'], '["undici:request:create request false false GET accept,*/*,accept-language,*,sec-fetch-mode,cors,user-agent,node,accept-encoding,gzip, deflate,x-trace,/moved   true true", "undici:client:sendHeaders request,headers,socket false false GET /moved HTTP/1.1 true false true", "undici:request:bodySent request false false", "undici:request:headers request,response false false 302 Found location,/plain", "undici:request:trailers request,trailers true false "]'],
  [() => told['/plain'], '["undici:request:create request false false GET accept,*/*,accept-language,*,sec-fetch-mode,cors,user-agent,node,accept-encoding,gzip, deflate,x-trace,/plain   true true", "undici:client:sendHeaders request,headers,socket false false GET /plain HTTP/1.1 true false true", "undici:request:bodySent request false false", "undici:request:headers request,response false false 200 OK x-first,/plain", "undici:request:trailers request,trailers true false x-last,yes"]'],
  [() => told['/cut'], '["undici:request:create request false false GET accept,*/*,accept-language,*,sec-fetch-mode,cors,user-agent,node,accept-encoding,gzip, deflate,x-trace,/cut   true true", "undici:client:sendHeaders request,headers,socket false false GET /cut HTTP/1.1 true false true", "undici:request:bodySent request false false", "undici:request:headers request,response false false 200 OK content-length,9", "undici:request:error request,error false false SocketError other side closed", "rejected with TypeError"]'],
  [() => told['/abort'], '["undici:request:create request false false GET accept,*/*,accept-language,*,sec-fetch-mode,cors,user-agent,node,accept-encoding,gzip, deflate,x-trace,/abort   true true", "undici:client:sendHeaders request,headers,socket false false GET /abort HTTP/1.1 true false true", "undici:request:bodySent request false false", "undici:request:error request,error false false AbortError This operation was aborted", "rejected with AbortError"]'],
  [() => told['/aborted'], '["rejected with AbortError"]'],
  [() => seen, '["/plain?q=1", "/text", "/stream", "/head", "/moved", "/plain", "/cut", "/abort"]'],
]));
