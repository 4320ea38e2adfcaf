const { Aedes } = require('aedes');
const net = require('net');
const mqtt = require('mqtt');
(async () => {
  const broker = await Aedes.createBroker({ id: 'b' });
  broker.authenticate = (c, u, p, cb) => cb(null, u === 'ann' && p.toString() === 'x');
  const server = net.createServer(broker.handle);
  await new Promise(r => server.listen(0, '127.0.0.1', r));
  const url = `mqtt://127.0.0.1:${server.address().port}`;
  const c = await mqtt.connectAsync(url, { clientId: 'c1', username: 'ann', password: 'x', will: { topic: 'will', payload: 'gone', qos: 1 } });
  show(await c.subscribeAsync([ 'a/+', 'will' ], { qos: 1 }));
  const got = new Promise(r => {
    const l = [];
    c.on('message', (t, m, p) => { l.push([ t, m.toString(), p.qos ]); if (l.length === 3) r(l.sort()); });
  });
  await c.publishAsync('a/b', 'é', { qos: 1 });
  await c.publishAsync('a/c', Buffer.from([ 1 ]).toString(), { qos: 2 });
  const d = mqtt.connect(url, { clientId: 'd', username: 'ann', password: 'x', reconnectPeriod: 0 });
  await new Promise(r => d.once('connect', r));
  d.publish('a/d', 'from d', { qos: 0 });
  show(await got);
  await d.endAsync();
  await mqtt.connectAsync(url, { username: 'bob', password: 'q', reconnectPeriod: 0 }).catch(e => show(e.code, e.message));
  await c.endAsync();
  await new Promise(r => broker.close(r));
  server.close();
})().catch(e => { console.log(e); process.exit(1); });
