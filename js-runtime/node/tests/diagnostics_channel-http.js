'use strict';

// NODE-025: what Node itself publishes of http's requests, at both ends.
const dc = require('diagnostics_channel');
const http = require('http');
const net = require('net');
const { once } = require('events');
const { AsyncLocalStorage } = require('async_hooks');
const { check } = require('./support/outcome.js');

const store = new AsyncLocalStorage();
/** What happened at each end of the requests for a path, in order. */
const client = {};
const server = {};
const tell = (list, path, ...what) => (list[path] ??= []).push(what.join(' '));

function subscribe(list, name, look = () => '') {
  dc.subscribe(name, (message) => {
    const path = message.request.path ?? message.request.url;
    const members = Object.entries(message).map(([key, value]) => `${key}=${value.constructor.name}`);
    tell(list, path, name, ...members, look(message));
  });
}

subscribe(client, 'http.client.request.start', ({ request }) => `ended=${request.writableEnded} socket=${request.socket !== null}`);
subscribe(client, 'http.client.response.finish', ({ request, response }) => `${request.res === response} ${response.statusCode} ${response.complete}`);
subscribe(client, 'http.client.request.error', ({ request, error }) => `${error.code ?? error.message} destroyed=${request.destroyed}`);
subscribe(server, 'http.server.request.start', ({ request, response, socket, server: by }) => {
  // As monitors do: what they hang on the request is there as long as it lasts.
  store.enterWith(request.url);
  response.on('finish', () => tell(server, request.url, 'finish heard first'));
  response.on('socket', () => tell(server, request.url, 'socket'));
  response.setHeader('x-seen', 'yes');
  if (request.url === '/refused-early') response.end('no');
  return `${request.socket === socket} ${by === listener} response.socket=${response.socket}`;
});
subscribe(server, 'http.server.response.finish', ({ request, response, socket, server: by }) => (
  `${request.socket === socket} ${by === listener} ${response.socket === socket} ${response.statusCode} in ${store.getStore()}`));

const listener = http.createServer((request, response) => {
  tell(server, request.url, 'request');
  response.on('finish', () => tell(server, request.url, 'finish'));
  if (request.url === '/cut') {
    response.writeHead(200, { 'content-length': 9 });
    response.write('cut', () => response.destroy());
  } else if (request.url === '/hang-up') {
    response.destroy();
  } else if (request.url !== '/refused-early') {
    setImmediate(() => response.end('answer'));
  }
});
/** Speaks another protocol, or no good HTTP. */
const odd = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (data) => {
    if (`${data}`.includes('/upgrade')) socket.end('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: odd\r\n\r\n');
    else socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n');
  });
});

/** Sends a request and waits for its end. */
async function send(path, options, prepare = (request) => request.end()) {
  const request = http.request({ port: listener.address().port, host: '127.0.0.1', path, ...options });
  for (const event of ['socket', 'prefinish', 'response', 'upgrade', 'error', 'close']) request.on(event, () => tell(client, path, event));
  request.on('upgrade', (response, socket) => socket.destroy());
  const closed = (message) => new Promise((resolve) => message.on('close', resolve));
  let answered;
  request.on('response', (response) => {
    for (const event of ['end', 'error']) response.on(event, () => tell(client, path, `response ${event}`));
    answered = closed(response);
    tell(client, path, `x-seen=${response.headers['x-seen']}`);
    response.resume();
  });
  const over = closed(request);
  prepare(request);
  await over;
  await answered;
}

async function run() {
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  await once(odd.listen(0, '127.0.0.1'), 'listening');
  const { port } = odd.address();
  await send('/plain');
  await send('/head', { method: 'HEAD' });
  await send('/late', { method: 'POST' }, (request) => {
    request.flushHeaders();
    request.once('socket', () => setImmediate(() => request.end('body')));
  });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  await send('/kept', { agent });
  await send('/kept', { agent });
  agent.destroy();
  await send('/refused-early');
  await send('/cut');
  await send('/hang-up');
  await send('/nobody', { socketPath: `${__dirname}/no such socket` });
  await send('/given-up', {}, (request) => request.end().destroy());
  await send('/given-up-for', {}, (request) => request.end().destroy(new Error('no more time')));
  await send('/upgrade', { port, headers: { connection: 'upgrade', upgrade: 'odd' } });
  await send('/bad-chunk', { port });
  // fetch is none of http's.
  await (await fetch(`http://127.0.0.1:${listener.address().port}/fetched`)).text();
  listener.closeAllConnections();
  listener.close();
  odd.close();
}

run().then(() => check([
  [() => client['/plain'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.response.finish request=ClientRequest response=IncomingMessage true 200 false", "response", "x-seen=yes", "response end", "close"]'],
  [() => server['/plain'], '["http.server.request.start request=IncomingMessage response=ServerResponse socket=Socket server=Server true true response.socket=null", "socket", "request", "finish heard first", "http.server.response.finish request=IncomingMessage response=ServerResponse socket=Socket server=Server true true true 200 in /plain", "finish"]'],
  [() => client['/head'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.response.finish request=ClientRequest response=IncomingMessage true 200 false", "response", "x-seen=yes", "response end", "close"]'],
  [() => server['/head'], '["http.server.request.start request=IncomingMessage response=ServerResponse socket=Socket server=Server true true response.socket=null", "socket", "request", "finish heard first", "http.server.response.finish request=IncomingMessage response=ServerResponse socket=Socket server=Server true true true 200 in /head", "finish"]'],
  [() => client['/late'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.response.finish request=ClientRequest response=IncomingMessage true 200 false", "response", "x-seen=yes", "response end", "close"]'],
  [() => client['/kept'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.response.finish request=ClientRequest response=IncomingMessage true 200 false", "response", "x-seen=yes", "response end", "close", "socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.response.finish request=ClientRequest response=IncomingMessage true 200 false", "response", "x-seen=yes", "response end", "close"]'],
  [() => server['/kept'], '["http.server.request.start request=IncomingMessage response=ServerResponse socket=Socket server=Server true true response.socket=null", "socket", "request", "finish heard first", "http.server.response.finish request=IncomingMessage response=ServerResponse socket=Socket server=Server true true true 200 in /kept", "finish", "http.server.request.start request=IncomingMessage response=ServerResponse socket=Socket server=Server true true response.socket=null", "socket", "request", "finish heard first", "http.server.response.finish request=IncomingMessage response=ServerResponse socket=Socket server=Server true true true 200 in /kept", "finish"]'],
  [() => client['/refused-early'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.response.finish request=ClientRequest response=IncomingMessage true 200 false", "response", "x-seen=yes", "response end", "close"]'],
  [() => server['/refused-early'], '["http.server.request.start request=IncomingMessage response=ServerResponse socket=Socket server=Server true true response.socket=null", "socket", "request", "finish heard first", "http.server.response.finish request=IncomingMessage response=ServerResponse socket=Socket server=Server true true true 200 in /refused-early", "finish"]'],
  [() => client['/cut'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.response.finish request=ClientRequest response=IncomingMessage true 200 false", "response", "x-seen=yes", "close", "response error"]'],
  [() => server['/cut'], '["http.server.request.start request=IncomingMessage response=ServerResponse socket=Socket server=Server true true response.socket=null", "socket", "request"]'],
  [() => client['/hang-up'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.request.error request=ClientRequest error=Error ECONNRESET destroyed=false", "error", "close"]'],
  [() => client['/nobody'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.request.error request=ClientRequest error=Error ENOENT destroyed=false", "error", "close"]'],
  [() => client['/given-up'], '["http.client.request.error request=ClientRequest error=Error ECONNRESET destroyed=true", "error", "close"]'],
  [() => client['/given-up-for'], '["http.client.request.error request=ClientRequest error=Error no more time destroyed=true", "error", "close"]'],
  [() => client['/upgrade'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "upgrade", "close"]'],
  [() => client['/bad-chunk'], '["socket", "prefinish", "http.client.request.start request=ClientRequest ended=true socket=true", "http.client.response.finish request=ClientRequest response=IncomingMessage true 200 false", "response", "x-seen=undefined", "http.client.request.error request=ClientRequest error=Error HPE_INVALID_CHUNK_SIZE destroyed=false", "error", "close", "response error"]'],
  [() => client['/fetched'], 'undefined'],
]));
