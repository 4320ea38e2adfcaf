'use strict';

/** `worker_threads`: threads with a world of their own each, and the ports between them. */

const { notBuilt } = require('internal/not_built');
const ports = require('internal/worker/message_port');
const { untransferable } = require('internal/serdes/messages');

const environment = new Map();

module.exports = {
  isMainThread: true,
  MessagePort: ports.MessagePort,
  MessageChannel: ports.MessageChannel,
  markAsUntransferable(object) {
    if (object !== null && (typeof object === 'object' || typeof object === 'function')) untransferable.add(object);
  },
  moveMessagePortToContext(port, contextifiedSandbox) {
    ports.checkMovable(port, contextifiedSandbox);
    throw notBuilt('worker_threads.moveMessagePortToContext()', 'Use the port in the context that made it.');
  },
  receiveMessageOnPort: ports.receiveMessageOnPort,
  resourceLimits: {},
  threadId: 0,
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  parentPort: null,
  workerData: null,
  BroadcastChannel: ports.BroadcastChannel,
  setEnvironmentData(key, value) {
    if (value === undefined) environment.delete(key);
    else environment.set(key, value);
  },
  getEnvironmentData(key) { return environment.get(key); },
};

// Most programs that look at isMainThread make no Worker.
let Worker;
Object.defineProperty(module.exports, 'Worker', {
  configurable: true,
  enumerable: true,
  get() {
    if (Worker === undefined) ({ Worker } = require('internal/worker'));
    return Worker;
  },
  set(value) { Worker = value; },
});

// Of this host's own: not enumerable, so that nobody meets them.
Object.defineProperties(module.exports, {
  environment: { value: environment },
  /** Makes this module what a thread that was started sees. */
  becomeWorker: {
    value({ threadId, parentPort, workerData, environmentData, resourceLimits }) {
      for (const [key, value] of environmentData) environment.set(key, value);
      Object.assign(module.exports, { isMainThread: false, threadId, parentPort, workerData, resourceLimits });
    },
  },
});
