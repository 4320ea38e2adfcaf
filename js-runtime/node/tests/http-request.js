'use strict';

// NODE-009, NODE-015, CTX-129: IncomingMessage filled by hand, and what http, https and net offer at load.

const assert = require('assert');
const http = require('http');
const https = require('https');
const net = require('net');
const { Readable } = require('stream');
const util = require('util');
const { test } = require('./support/cases.js');

test('a message is a Readable that its maker fills', async () => {
  const message = new http.IncomingMessage();
  assert.ok(message instanceof Readable);
  assert.deepStrictEqual([message.method, message.url, message.httpVersion, message.complete, message.aborted],
    [null, '', null, false, false]);
  message.method = 'POST';
  message.url = '/a?b=1';
  message.headers = { host: 'x' };
  assert.deepStrictEqual([message.method, message.url, message.headers.host], ['POST', '/a?b=1', 'x']);
  const socket = { readable: true };
  message.socket = socket;
  assert.strictEqual(message.connection, socket);
});

test('raw headers are joined by Node\'s rules', async () => {
  const message = new http.IncomingMessage();
  const raw = [
    'X-List', 'a', 'x-list', 'b', 'Cookie', 'a=1', 'cookie', 'b=2', 'Set-Cookie', 'x', 'set-cookie', 'y', 'Host', 'first',
    'host', 'second', 'Content-Type', 'text/plain', 'content-type', 'text/html', 'Accept', '1', 'accept', '2',
    'User-Agent', 'u', 'user-agent', 'v',
  ];
  message._addHeaderLines(raw, raw.length);
  assert.deepStrictEqual(message.rawHeaders, raw);
  assert.deepStrictEqual(message.headers, {
    'x-list': 'a, b',
    'cookie': 'a=1; b=2',
    'set-cookie': ['x', 'y'],
    'host': 'first',
    'content-type': 'text/plain',
    'accept': '1, 2',
    'user-agent': 'u',
  });
  assert.deepStrictEqual(message.headersDistinct['host'], ['first', 'second']);
});

test('destroying an unfinished message emits aborted, then error and close', async () => {
  const order = [];
  const message = new http.IncomingMessage();
  for (const event of ['aborted', 'error', 'close']) message.on(event, () => order.push(event));
  message.destroy(new Error('gone'));
  await new Promise(setImmediate);
  assert.deepStrictEqual(order, ['aborted', 'error', 'close']);
  assert.strictEqual(message.aborted, true);
});

test('without an error listener a destroyed message is no uncaught error', async () => {
  const message = new http.IncomingMessage();
  const closed = new Promise((resolve) => message.on('close', resolve));
  message.destroy(new Error('gone'));
  await closed;
});

test('methods, status phrases, limits and checks are there', async () => {
  assert.strictEqual(http.STATUS_CODES[404], 'Not Found');
  assert.ok(http.METHODS.includes('M-SEARCH') && http.METHODS.includes('GET'));
  assert.deepStrictEqual([...http.METHODS].sort(), http.METHODS);
  assert.strictEqual(http.maxHeaderSize, 16384);
  assert.throws(() => http.validateHeaderName('a:b'), { code: 'ERR_INVALID_HTTP_TOKEN' });
  assert.throws(() => http.validateHeaderValue('a', undefined), { code: 'ERR_HTTP_INVALID_HEADER_VALUE' });
  http.validateHeaderValue('a', 'é');
});

test('agents can be made and inherited from', async () => {
  function Custom(options) {
    http.Agent.call(this, options);
  }
  util.inherits(Custom, http.Agent);
  const agent = new Custom({ keepAlive: true, maxSockets: 5 });
  assert.deepStrictEqual([agent.keepAlive, agent.maxSockets, agent.maxFreeSockets, agent.defaultPort], [true, 5, 256, 80]);
  assert.strictEqual(agent.getName({ host: 'h', port: 80, localAddress: '1.2.3.4' }), 'h:80:1.2.3.4');
  assert.strictEqual(http.globalAgent.keepAlive, true);
  assert.strictEqual(https.globalAgent.defaultPort, 443);
  assert.ok(new https.Agent() instanceof http.Agent);
  assert.strictEqual(https.globalAgent.getName({ host: 'h', rejectUnauthorized: false }), 'h:::::::::false:::::::::::::');
  assert.throws(() => new http.Agent({ scheduling: 'none' }), { code: 'ERR_INVALID_ARG_VALUE' });
});

test('net tells addresses from other text', async () => {
  for (const address of ['127.0.0.1', '0.0.0.0', '255.255.255.255']) assert.strictEqual(net.isIP(address), 4, address);
  for (const address of ['::', '::1', '1::8', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::ffff:1.2.3.4', 'fe80::1%eth0']) {
    assert.strictEqual(net.isIP(address), 6, address);
  }
  for (const text of ['', '1.2.3', '01.2.3.4', '256.1.1.1', '1.2.3.4.5', ':::', '1::2::3', '1:2:3:4:5:6:7:8::', '12345::', 'g::', ':1',
    'localhost', undefined, null, {}]) assert.strictEqual(net.isIP(text), 0, String(text));
  assert.strictEqual(net.isIPv4('1.2.3.4'), true);
  assert.strictEqual(net.isIPv6('1.2.3.4'), false);
});
