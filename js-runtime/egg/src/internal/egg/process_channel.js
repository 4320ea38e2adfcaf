'use strict';

/**
 * `process.send`, `process.on('message')` and `process.disconnect` of an agent or app worker, over the host's channel to the
 * master. What goes over it is JSON, as between processes of Node.
 */
const { codes } = require('internal/errors');

let id = process.pid;

/** What messages call this worker: the process's id, or a thread's number. */
exports.workerId = () => id;

/**
 * Gives `process` its channel. `workerId`: what messages call this worker. `post(text)` sends JSON to the master, `disconnect()` tells it that no more will come.
 * Returns `deliver(text)`, to be called with what the master sends, and `ended()`, when the master is gone.
 */
exports.open = function open({ workerId, post, disconnect }) {
  id = workerId;
  process.connected = true;
  // The host keeps the process alive; there is nothing to count here.
  process.channel = { ref() {}, unref() {} };

  process.send = function send(message, handle, options, callback) {
    const done = [ handle, options, callback ].find(value => typeof value === 'function');
    if (message === undefined) throw codes.ERR_MISSING_ARGS('message');
    if (!process.connected) {
      const error = codes.ERR_IPC_CHANNEL_CLOSED();
      process.nextTick(() => (done ? done(error) : process.emit('error', error)));
      return false;
    }
    post(JSON.stringify(message));
    if (done) process.nextTick(done, null);
    return true;
  };

  process.disconnect = function () {
    if (!process.connected) {
      process.emit('error', codes.ERR_IPC_DISCONNECTED());
      return;
    }
    disconnect();
    close();
  };

  function close() {
    process.connected = false;
    process.channel = null;
    process.nextTick(() => process.emit('disconnect'));
  }

  return {
    deliver(text) {
      if (process.connected) process.emit('message', JSON.parse(text), undefined);
    },
    ended() {
      if (process.connected) close();
    },
  };
};
