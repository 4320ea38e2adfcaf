'use strict';

const http = require('http');
const { promisify } = require('util');
const connect = require('socket.io-client');

/** Clients, each from another address of this machine: the address decides which worker has one. */
const CLIENTS = [ { name: 'ada', room: 'blue' }, { name: 'bob', room: 'blue' }, { name: 'cy', room: 'red' }, { name: 'dee', room: 'red' }, { name: 'eve', room: 'blue' } ];

/** A connected client that has joined its room: `{ socket, worker, heard }`. */
function joined(url, transports, { name, room }, n) {
  return new Promise((resolve, reject) => {
    const socket = connect(url, { forceNew: true, reconnection: false, transports, agent: new http.Agent({ localAddress: `127.0.0.${n + 1}` }) });
    const heard = [];
    for (const event of [ 'connect_error', 'error' ]) socket.on(event, error => reject(new Error(`${name}: ${error.message ?? error}`)));
    socket.on('said', saying => heard.push(saying));
    socket.emit('join', { name, room }, worker => resolve({ socket, worker, heard }));
  });
}

exports.together = async ctx => { // PLUG-061, PLUG-063
  const { app } = ctx;
  await app.mysql.query('TRUNCATE TABLE sayings');
  const clients = await Promise.all(CLIENTS.map((client, n) => joined(`http://${ctx.host}`, ctx.query.transports.split(','), client, n)));
  const { adapter } = app.io.of('/');
  // Every worker has found Redis once all of them name their clients.
  let known;
  do known = await promisify(adapter.clients.bind(adapter))([]); while (known.length < clients.length);
  const all = Promise.all(clients.map(({ socket, heard }, n) => new Promise(resolve => {
    const expected = CLIENTS.filter(({ room }) => room === CLIENTS[n].room).length;
    socket.on('said', () => { if (heard.length === expected) resolve(); });
  })));
  for (const [ n, { socket } ] of clients.entries()) socket.emit('say', `text ${n}`);
  await all;
  const workers = [ ...new Set(clients.map(({ worker }) => worker)) ];
  ctx.body = {
    workers: clients.map(({ worker }) => workers.indexOf(worker)), transports: clients.map(({ socket }) => socket.io.engine.transport.name),
    heard: clients.map(({ heard }) => heard.map(({ speaker, text }) => `${speaker}: ${text}`).sort()),
    kept: await app.mysql.select('sayings', { columns: [ 'room', 'speaker', 'text' ], orders: [ 'room', 'speaker' ] }),
  };
  for (const { socket } of clients) socket.close();
};
