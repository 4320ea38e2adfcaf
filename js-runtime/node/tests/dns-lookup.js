'use strict';

// NODE-018: dns.lookup, which is how sockets find their peers.

const assert = require('assert');
const dns = require('dns');

const code = (run) => { try { run(); } catch (error) { return error.code; } return undefined; };
assert.strictEqual(code(() => dns.lookup(1, () => {})), 'ERR_INVALID_ARG_TYPE');
assert.strictEqual(code(() => dns.lookup('a')), 'ERR_INVALID_ARG_TYPE');
assert.strictEqual(code(() => dns.lookup('a', 5, () => {})), 'ERR_INVALID_ARG_VALUE');
assert.strictEqual(code(() => dns.lookup('a', { hints: 1 }, () => {})), 'ERR_INVALID_ARG_VALUE');

let calls = 0;
dns.lookup('127.0.0.1', (error, address, family) => {
  assert.deepStrictEqual([error, address, family], [null, '127.0.0.1', 4]);
  calls++;
});
dns.lookup('localhost', { family: 4 }, (error, address, family) => {
  assert.deepStrictEqual([error, address, family], [null, '127.0.0.1', 4]);
  calls++;
});
dns.lookup('::1', { all: true }, (error, addresses) => {
  assert.deepStrictEqual([error, addresses], [null, [{ address: '::1', family: 6 }]]);
  calls++;
});
dns.lookup('no.such.host.invalid', (error) => {
  assert.deepStrictEqual([error.syscall, error.hostname], ['getaddrinfo', 'no.such.host.invalid']);
  assert.ok(['ENOTFOUND', 'EAI_AGAIN'].includes(error.code), error.code);
  calls++;
});
dns.promises.lookup('127.0.0.1').then((found) => {
  assert.deepStrictEqual(found, { address: '127.0.0.1', family: 4 });
  calls++;
});
process.on('exit', () => assert.strictEqual(calls, 5));
