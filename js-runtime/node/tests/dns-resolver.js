'use strict';

// NODE-018: questions to name servers, here to one of the test's own.

const assert = require('assert');
const dgram = require('dgram');
const dns = require('dns');
const net = require('net');
const { once } = require('events');

const u16 = (...numbers) => Buffer.concat(numbers.map((number) => Buffer.from([number >> 8, number & 255])));
const u32 = (number) => u16(Math.floor(number / 65536), number % 65536);
const text = (string) => Buffer.concat([Buffer.from([string.length]), Buffer.from(string)]);
const name = (string) => Buffer.concat([...string.split('.').map(text), Buffer.from([0])]);

/** What the server knows: by name and type, records of [type, data]. */
const ZONE = {
  'a.test 1': [[1, Buffer.from([1, 2, 3, 4])], [1, Buffer.from([5, 6, 7, 8])]],
  'a.test 28': [[28, Buffer.from('20010db8000000000000000000000001', 'hex')], [28, Buffer.from('00000000000000000000ffff01020304', 'hex')]],
  'alias.test 1': [[5, name('a.test')], [1, Buffer.from([1, 2, 3, 4])]],
  'alias.test 5': [[5, name('a.test')]],
  'mail.test 15': [[15, Buffer.concat([u16(10), name('mx.mail.test')])]],
  'text.test 16': [[16, Buffer.concat([text('one'), text('two')])], [16, text('three')]],
  'srv.test 33': [[33, Buffer.concat([u16(1, 2, 8080), name('host.test')])]],
  'ns.test 2': [[2, name('ns1.test')]],
  'soa.test 6': [[6, Buffer.concat([name('ns.test'), name('admin.test'), u32(1), u32(2), u32(3), u32(4), u32(5)])]],
  'naptr.test 35': [[35, Buffer.concat([u16(1, 2), text('S'), text('SIP'), text(''), name('sip.test')])]],
  'caa.test 257': [[257, Buffer.concat([Buffer.from([0]), text('issue'), Buffer.from('ca.test')])]],
  '4.3.2.1.in-addr.arpa 12': [[12, name('a.test')]],
  'any.test 255': [[1, Buffer.from([1, 2, 3, 4])], [15, Buffer.concat([u16(5), name('m.test')])], [16, text('t')]],
  'long.test 16': Array.from({ length: 4 }, (_, i) => [16, text(String(i).repeat(200))]),
};
const CODES = { 'absent.test': 3, 'refused.test': 5, 'broken.test': 2 };

function answer(message, overTcp) {
  let at = 12;
  const labels = [];
  while (message[at] !== 0) {
    labels.push(message.subarray(at + 1, at + 1 + message[at]).toString());
    at += 1 + message[at];
  }
  const type = message.readUInt16BE(at + 1);
  const question = message.subarray(12, at + 5);
  const asked = labels.join('.');
  const truncated = asked === 'long.test' && !overTcp;
  const records = truncated ? [] : ZONE[`${asked} ${type}`] || [];
  const flags = 0x8180 | (truncated ? 0x200 : 0) | (CODES[asked] || 0);
  const body = records.map(([kind, data]) => Buffer.concat([u16(0xc00c, kind, 1), u32(60), u16(data.length), data]));
  return Buffer.concat([message.subarray(0, 2), u16(flags, 1, records.length, 0, 0), question, ...body]);
}

async function main() {
  const udp = dgram.createSocket('udp4');
  udp.on('message', (message, from) => {
    if (!message.includes('silent')) udp.send(answer(message, false), from.port, from.address);
  });
  const tcp = net.createServer((socket) => socket.on('data', (data) => {
    const reply = answer(data.subarray(2), true);
    socket.end(Buffer.concat([u16(reply.length), reply]));
  })).listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  // Both on one number; few others take UDP's.
  const { port } = tcp.address();
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');

  const resolver = new dns.promises.Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  assert.deepStrictEqual(resolver.getServers(), [`127.0.0.1:${port}`]);
  assert.deepStrictEqual(await resolver.resolve4('a.test'), ['1.2.3.4', '5.6.7.8']);
  assert.deepStrictEqual(await resolver.resolve4('a.test', { ttl: true }), [{ address: '1.2.3.4', ttl: 60 }, { address: '5.6.7.8', ttl: 60 }]);
  assert.deepStrictEqual(await resolver.resolve6('a.test'), ['2001:db8::1', '::ffff:1.2.3.4']);
  assert.deepStrictEqual(await resolver.resolve('alias.test'), ['1.2.3.4']);
  assert.deepStrictEqual(await resolver.resolveCname('alias.test'), ['a.test']);
  assert.deepStrictEqual(await resolver.resolveMx('mail.test'), [{ exchange: 'mx.mail.test', priority: 10 }]);
  assert.deepStrictEqual(await resolver.resolveTxt('text.test'), [['one', 'two'], ['three']]);
  assert.deepStrictEqual(await resolver.resolve('srv.test', 'SRV'), [{ name: 'host.test', port: 8080, priority: 1, weight: 2 }]);
  assert.deepStrictEqual(await resolver.resolveNs('ns.test'), ['ns1.test']);
  assert.deepStrictEqual(await resolver.resolveSoa('soa.test'), {
    nsname: 'ns.test', hostmaster: 'admin.test', serial: 1, refresh: 2, retry: 3, expire: 4, minttl: 5,
  });
  assert.deepStrictEqual(await resolver.resolveNaptr('naptr.test'), [
    { flags: 'S', service: 'SIP', regexp: '', replacement: 'sip.test', order: 1, preference: 2 },
  ]);
  assert.deepStrictEqual(await resolver.resolveCaa('caa.test'), [{ critical: 0, issue: 'ca.test' }]);
  assert.deepStrictEqual(await resolver.reverse('1.2.3.4'), ['a.test']);
  assert.deepStrictEqual(await resolver.resolveAny('any.test'), [
    { address: '1.2.3.4', ttl: 60, type: 'A' }, { exchange: 'm.test', priority: 5, type: 'MX' }, { entries: ['t'], type: 'TXT' },
  ]);
  // Too long for UDP: asked again over TCP.
  assert.strictEqual((await resolver.resolveTxt('long.test')).length, 4);

  const failures = { 'absent.test': 'ENOTFOUND', 'refused.test': 'EREFUSED', 'broken.test': 'ESERVFAIL', 'a-without.test': 'ENODATA', 'silent.test': 'ETIMEOUT' };
  for (const [host, code] of Object.entries(failures)) {
    await assert.rejects(resolver.resolve4(host), { code, syscall: 'queryA', hostname: host, message: `queryA ${code} ${host}` }, host);
  }
  const waiting = resolver.resolve4('silent.test');
  resolver.cancel();
  await assert.rejects(waiting, { code: 'ECANCELLED' });

  // With callbacks.
  const old = new dns.Resolver();
  old.setServers([`127.0.0.1:${port}`]);
  const [error, found] = await new Promise((resolve) => old.resolve('mail.test', 'MX', (...both) => resolve(both)));
  assert.deepStrictEqual([error, found], [null, [{ exchange: 'mx.mail.test', priority: 10 }]]);
  assert.throws(() => old.resolve('x', 'NOTHING', () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => old.resolve4('x'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => old.setServers(['nowhere']), { code: 'ERR_INVALID_IP_ADDRESS' });
  assert.throws(() => old.reverse('nowhere', () => {}), { code: 'EINVAL', syscall: 'getHostByAddr' });
  old.setServers(['1.2.3.4', '::1', '[::1]:99']);
  assert.deepStrictEqual(old.getServers(), ['1.2.3.4', '::1', '[::1]:99']);
  assert.ok(dns.getServers().length > 0);

  const service = await dns.promises.lookupService('127.0.0.1', 80);
  assert.deepStrictEqual(service, { hostname: 'localhost', service: 'http' });
  assert.throws(() => dns.lookupService('nowhere', 1, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  udp.close();
  tcp.close();
}

let done = false;
main().then(() => { done = true; });
process.on('exit', (code) => assert.ok(done || code !== 0));
