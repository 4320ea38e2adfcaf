'use strict';

// NODE-009, CTX-130, CTX-131, CTX-135: ServerResponse and OutgoingMessage written to a stream in memory.

const assert = require('assert');
const http = require('http');
const { Readable, Writable } = require('stream');
const util = require('util');
const { test } = require('./support/cases.js');

/** A response to `req` and what it has sent so far. */
function respond(req = { method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 }) {
  const chunks = [];
  const socket = new Writable({
    write(chunk, encoding, callback) {
      chunks.push(chunk);
      callback();
    },
  });
  const response = new http.ServerResponse(req);
  response.sendDate = false;
  response.assignSocket(socket);
  return { response, socket, sent: () => Buffer.concat(chunks).toString('latin1') };
}

const finished = (response) => new Promise((resolve) => response.on('finish', resolve));

test('one chunk by end() goes out with its Content-Length', async () => {
  const { response, sent } = respond();
  response.setHeader('X-One', 1);
  response.end('hé');
  await finished(response);
  const body = Buffer.from('hé').toString('latin1');
  assert.strictEqual(sent(), `HTTP/1.1 200 OK\r\nX-One: 1\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\n${body}`);
});

test('several chunks are chunked, and trailers follow them', async () => {
  const { response, sent } = respond();
  response.writeHead(201, { Trailer: 'X-Sum' });
  response.write('ab');
  response.write(Buffer.from('c'));
  response.addTrailers({ 'X-Sum': 'abc' });
  response.end();
  await finished(response);
  assert.strictEqual(sent(), 'HTTP/1.1 201 Created\r\nTrailer: X-Sum\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n' +
    '2\r\nab\r\n1\r\nc\r\n0\r\nX-Sum: abc\r\n\r\n');
});

test('HEAD, 204 and 304 have no body', async () => {
  const head = respond({ method: 'HEAD', httpVersionMajor: 1, httpVersionMinor: 1 });
  head.response.setHeader('Content-Length', 5);
  head.response.end('hello');
  await finished(head.response);
  assert.strictEqual(head.sent(), 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n');
  const empty = respond();
  empty.response.statusCode = 204;
  empty.response.end();
  await finished(empty.response);
  assert.strictEqual(empty.sent(), 'HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n');
});

test('headers are found without regard to case and listed in lower case', async () => {
  const response = new http.ServerResponse({ method: 'GET' });
  response.setHeader('X-List', ['a', 'b']);
  response.setHeader('ETag', '"1"');
  response.setHeader('x-number', 5);
  assert.strictEqual(response.getHeader('etag'), '"1"');
  assert.strictEqual(response.getHeader('X-Number'), 5);
  assert.strictEqual(response.hasHeader('X-LIST'), true);
  const headers = response.getHeaders();
  assert.strictEqual(Object.getPrototypeOf(headers), null);
  assert.deepStrictEqual({ ...headers }, { 'x-list': ['a', 'b'], 'etag': '"1"', 'x-number': 5 });
  assert.deepStrictEqual(response.getHeaderNames(), ['x-list', 'etag', 'x-number']);
  assert.deepStrictEqual(response.getRawHeaderNames(), ['X-List', 'ETag', 'x-number']);
  response.removeHeader('ETAG');
  assert.strictEqual(response.getHeader('ETag'), undefined);
  response.appendHeader('x-list', 'c');
  assert.deepStrictEqual(response.getHeader('x-list'), ['a', 'b', 'c']);
  response.setHeaders(new Map([['a', '1'], ['set-cookie', ['x=1', 'y=2']]]));
  assert.deepStrictEqual(response.getHeader('Set-Cookie'), ['x=1', 'y=2']);
});

test('what cannot be a header is refused with Node\'s codes', async () => {
  const response = new http.ServerResponse({ method: 'GET' });
  const refused = (run, code, name) => assert.throws(run, { code, name });
  refused(() => response.setHeader('a b', '1'), 'ERR_INVALID_HTTP_TOKEN', 'TypeError');
  refused(() => response.setHeader('', '1'), 'ERR_INVALID_HTTP_TOKEN', 'TypeError');
  refused(() => response.setHeader('a', 'x\ny'), 'ERR_INVALID_CHAR', 'TypeError');
  refused(() => response.setHeader('a', '☃'), 'ERR_INVALID_CHAR', 'TypeError');
  refused(() => response.setHeader('a'), 'ERR_HTTP_INVALID_HEADER_VALUE', 'TypeError');
  refused(() => response.getHeader(1), 'ERR_INVALID_ARG_TYPE', 'TypeError');
  refused(() => response.writeHead(99), 'ERR_HTTP_INVALID_STATUS_CODE', 'RangeError');
  refused(() => response.writeHead(200, 'bad\nreason'), 'ERR_INVALID_CHAR', 'TypeError');
  refused(() => new http.ServerResponse({ method: 'GET' }).writeHead(200, ['odd']), 'ERR_INVALID_ARG_VALUE', 'TypeError');
  refused(() => response.addTrailers({ 'a b': '1' }), 'ERR_INVALID_HTTP_TOKEN', 'TypeError');
  refused(() => response.write(null), 'ERR_STREAM_NULL_VALUES', 'TypeError');
  refused(() => response.write(5), 'ERR_INVALID_ARG_TYPE', 'TypeError');
});

test('nothing changes once the headers are sent', async () => {
  const { response } = respond();
  assert.strictEqual(response.headersSent, false);
  response.write('x');
  assert.strictEqual(response.headersSent, true);
  for (const run of [
    () => response.setHeader('a', '1'), () => response.removeHeader('a'), () => response.appendHeader('a', '1'),
    () => response.setHeaders(new Map()), () => response.writeHead(200),
  ]) assert.throws(run, { code: 'ERR_HTTP_HEADERS_SENT' });
  response.end();
});

test('writing after end is an error event and a callback', async () => {
  const { response } = respond();
  response.end('x');
  assert.strictEqual(response.writableEnded, true);
  const event = new Promise((resolve) => response.on('error', resolve));
  const late = new Promise((resolve) => response.write('late', resolve));
  assert.strictEqual((await late).code, 'ERR_STREAM_WRITE_AFTER_END');
  assert.strictEqual((await event).code, 'ERR_STREAM_WRITE_AFTER_END');
});

test('callbacks and finish come after end returned', async () => {
  const { response } = respond();
  const order = [];
  response.on('finish', () => order.push('finish'));
  response.write('a', () => order.push('write'));
  response.end('b', () => order.push('end'));
  order.push('returned');
  await new Promise(setImmediate);
  assert.deepStrictEqual(order, ['returned', 'write', 'finish', 'end']);
});

test('a stream pipes into a response', async () => {
  const { response, sent } = respond();
  let piped = false;
  response.on('pipe', () => { piped = true; });
  Readable.from([Buffer.from('one '), Buffer.from('two')]).pipe(response);
  await finished(response);
  assert.strictEqual(piped, true);
  assert.ok(sent().endsWith('4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n'));
});

test('an override of writeHead sees the implicit headers before they are fixed', async () => {
  const { response, sent } = respond();
  const original = response.writeHead;
  response.writeHead = function writeHead(...args) {
    this.setHeader('X-Late', 'yes');
    return original.apply(this, args);
  };
  response.end('x');
  await finished(response);
  assert.ok(sent().includes('X-Late: yes\r\n'));
});

test('corked chunks go out when uncorked', async () => {
  const { response, sent } = respond();
  response.cork();
  response.write('a');
  response.write('b');
  assert.strictEqual(response.writableCorked, 1);
  response.uncork();
  response.end();
  await finished(response);
  assert.ok(sent().endsWith('0\r\n\r\n'));
  assert.strictEqual(sent().split('\r\n\r\n')[1].replace(/[^ab]/g, ''), 'ab');
});

test('ServerResponse and OutgoingMessage can be inherited from as functions', async () => {
  function Recorder(req) {
    http.ServerResponse.call(this, req);
  }
  util.inherits(Recorder, http.ServerResponse);
  const response = new Recorder({ method: 'GET' });
  assert.ok(response instanceof http.OutgoingMessage);
  assert.strictEqual(response.statusCode, 200);
  response.statusCode = 418;
  response.writeHead(response.statusCode);
  assert.strictEqual(response.statusMessage, "I'm a Teapot");
});
