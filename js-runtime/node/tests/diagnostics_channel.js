'use strict';

// NODE-025
const dc = require('diagnostics_channel');
const { check } = require('./support/outcome.js');

const noop = () => {};

check([
  [() => dc.channel('a') === dc.channel('a'), 'true'],
  [() => dc.channel('a').hasSubscribers, 'false'],
  [() => [[]].map((o) => { const f = (message, name) => o.push([message, name]); dc.subscribe('b', f); dc.channel('b').publish({ x: 1 }); dc.unsubscribe('b', f); dc.channel('b').publish(2); return o; }), '[[[{"x":1}, "b"]]]'],
  [() => dc.unsubscribe('c', noop), 'false'],
  [() => dc.channel(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "channel" argument must be one of type string or symbol. Received type number (5)'],
  [() => dc.subscribe('d', 5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "subscription" argument must be of type function. Received type number (5)'],
  [() => dc.hasSubscribers('nobody'), 'false'],
  [() => dc.tracingChannel('t').start.name, '"tracing:t:start"'],
  [() => [dc.tracingChannel('u')].map((t) => { const o = []; t.subscribe({ start: () => o.push('start'), end: (m) => o.push(['end', m.result]) }); t.traceSync((a) => a + 1, {}, null, 1); return o; }), '[["start", ["end", 2]]]'],
  [() => [dc.tracingChannel('v')].map((t) => { const o = []; t.subscribe({ error: (m) => o.push(m.error.message) }); try { t.traceSync(() => { throw new Error('x'); }); } catch (e) { o.push('thrown'); } return o; }), '[["x", "thrown"]]'],
]);

const net = require('net');

/** The members of what is published on the channel `name` while `act` runs. */
function heard(name, act) {
  const messages = [];
  const listen = (message) => messages.push(Object.entries(message).map(([key, value]) => `${key}=${value.constructor.name}`));
  dc.subscribe(name, listen);
  act();
  dc.unsubscribe(name, listen);
  return messages;
}

// What else Node publishes by itself. (diagnostics_channel-http.js has what it publishes of requests.)
check([
  [() => heard('child_process', () => require('child_process').spawn('true')), '[["process=ChildProcess"]]'],
  [() => heard('worker_threads', () => new (require('worker_threads').Worker)('', { eval: true })), '[["worker=Worker"]]'],
  [() => heard('udp.socket', () => require('dgram').createSocket('udp4').close()), '[["socket=Socket"]]'],
  [() => heard('tracing:net.server.listen:asyncStart', () => net.createServer().listen({ port: 0, host: '127.0.0.1' }).close()), '[["server=Server", "options=Object"]]'],
  [() => heard('tracing:net.server.listen:asyncEnd', () => net.createServer().listen(0).close()), '[["server=Server"]]'],
  [() => heard('tracing:net.server.listen:error', () => net.createServer().listen(`${__dirname}/no/such/folder`).on('error', () => {})), '[["server=Server", "error=Error"]]'],
]);

// Connections of net, at both ends.
const told = [];
for (const name of ['net.client.socket', 'net.server.socket']) {
  dc.subscribe(name, ({ socket }) => told.push([name, socket instanceof net.Socket]));
}
const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1', () => {
  net.connect(server.address().port, '127.0.0.1').resume().on('close', () => server.close());
});
server.on('close', () => check([
  [() => told.sort(), '[["net.client.socket", true], ["net.server.socket", true]]'],
]));
