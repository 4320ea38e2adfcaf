'use strict';

/** `worker_threads` as an application's own thread sees it. Threads of its own cannot be made. */

const { refusal } = require('internal/not_built');

const ADVICE = 'Each Coddle worker is one thread; move the computation to a Rust extension.';
const refused = {};
for (const name of ['Worker', 'MessageChannel', 'MessagePort', 'BroadcastChannel', 'moveMessagePortToContext', 'receiveMessageOnPort']) {
  refused[name] = refusal(`worker_threads.${name}`, ADVICE);
}

const environment = new Map();

module.exports = {
  isMainThread: true,
  parentPort: null,
  workerData: null,
  threadId: 0,
  resourceLimits: {},
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  getEnvironmentData(key) { return environment.get(key); },
  setEnvironmentData(key, value) {
    if (value === undefined) environment.delete(key);
    else environment.set(key, value);
  },
  markAsUntransferable() {},
  ...refused,
};
