'use strict';

/**
 * What happens to a worker after an uncaught exception (behaviour of the npm package `graceful` 1): the first one stops it from
 * taking requests, tells the master, and ends the process 30 seconds later; errors whose code is ignored change nothing.
 */
const console = require('console');
const { setTimeout } = require('timers');

const KILL_TIMEOUT = 30000;

/** @param {object} options `onError(error, count)` logs; `ignoreCode` lists codes that do not end the worker */
module.exports = function graceful(server, { onError, ignoreCode }) {
  let count = 0;
  const say = (text, ...args) => console.error(`[%s] [graceful:worker:%s] ${text}`, new Date().toString(), process.pid, ...args);

  process.on('uncaughtException', error => {
    count += 1;
    onError(error, count);
    console.error('[%s] [graceful:worker:%s:uncaughtException] throw error %d times',
      new Date().toString(), process.pid, count);
    console.error(error);
    console.error(error.stack);
    if (ignoreCode.includes(error.code)) {
      console.error('Error code: %s matches ignore list: %s, don\'t exit.', error.code, `[ ${ignoreCode.join(', ')} ]`);
      return;
    }
    if (count === 1) shutDown(server, say);
  });
};

/** The message says how often it happened, on errors whose own message has only a getter too. */
module.exports.markError = function markError(error, count) {
  const { message } = error;
  if (!message) return;
  Object.defineProperty(error, 'message', {
    get: () => `${message} (uncaughtException throw ${count} times on pid:${process.pid})`,
    configurable: true,
    enumerable: false,
  });
};

function shutDown(server, say) {
  server.on('request', (req, res) => {
    req.shouldKeepAlive = false;
    res.shouldKeepAlive = false;
    if (!res.headersSent) res.setHeader('Connection', 'close');
  });
  const timer = setTimeout(() => {
    say('kill timeout, exit now.');
    if (process.env.NODE_ENV !== 'test') process.exit(1);
  }, KILL_TIMEOUT);
  say('will exit after %dms', KILL_TIMEOUT);
  timer.unref?.();

  if (typeof process.send !== 'function') return;
  server.close();
  process.send('graceful:disconnect');
  process.disconnect();
  say('worker disconnect!');
}
