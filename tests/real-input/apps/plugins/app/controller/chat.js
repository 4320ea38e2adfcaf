'use strict';

const client = require('socket.io-client');

/** What a client of our own socket hears: `talk(socket, hear)` until `socket` is closed. */
function listen(url, options, talk) {
  return new Promise((resolve, reject) => {
    const heard = [];
    const socket = client(url, { forceNew: true, reconnection: false, ...options });
    for (const name of [ 'greeting', 'counted', 'refused', 'news' ]) socket.on(name, value => heard.push([ name, value ]));
    socket.on('connect_error', reject);
    socket.on('disconnect', () => resolve(heard));
    talk(socket);
  });
}

exports.talk = async ctx => { // PLUG-056 to PLUG-060, PLUG-062
  const { transport } = ctx.query;
  const url = `http://${ctx.host}`;
  const options = { transports: [ transport ] };
  const root = await listen(url, options, socket => {
    socket.emit('count', { n: 1 }, answer => {
      socket.emit('count', { n: 2, answer }, () => socket.emit('fail', 'now'));
    });
    socket.on('refused', () => socket.emit('count', { last: true }));
    socket.on('counted', ({ last }) => { if (last) socket.close(); });
  });
  const rooms = await listen(`${url}/rooms`, options, socket => {
    socket.emit('join', 'blue');
    socket.on('news', () => socket.close());
  });
  ctx.body = { root, rooms };
};
