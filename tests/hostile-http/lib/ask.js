'use strict';

const net = require('net');

/** How long a server may think before it counts as waiting for more. */
const PATIENCE = 400;
const LONGEST = 10_000;

/**
 * Sends bytes on a connection of their own and then, when nothing came for a while, says that there are no more.
 * Resolves to `{ statuses, waited, closed }`: of all answers but 1xx; whether none came before the end was said; whether the server
 * closed by itself.
 */
module.exports.ask = (port, bytes) => new Promise((resolve, reject) => {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const answer = { statuses: [], waited: false, closed: false };
  let text = '';
  let patience;
  let hasEnded = false;
  const limit = setTimeout(() => reject(new Error(`no end to ${JSON.stringify(bytes.toString('latin1'))}`)), LONGEST);
  const beQuiet = () => {
    clearTimeout(patience);
    patience = setTimeout(() => {
      if (hasEnded) {
        finish();
        return;
      }
      hasEnded = true;
      if (statusesOf(text).length === 0) answer.waited = true;
      socket.end();
      beQuiet();
    }, PATIENCE);
  };
  const finish = () => {
    clearTimeout(patience);
    clearTimeout(limit);
    socket.destroy();
    answer.statuses = statusesOf(text);
    resolve(answer);
  };
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
    beQuiet();
  });
  socket.on('end', () => {
    answer.closed = !hasEnded;
    finish();
  });
  // A reset after the answer is an end like any other.
  socket.on('error', finish);
  socket.write(bytes);
  beQuiet();
});

/** Of the answers in a connection's bytes. The application's bodies never hold such a line. */
function statusesOf(text) {
  return [ ...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g) ].map(([ , status ]) => Number(status)).filter(status => status >= 200);
}
