'use strict';

/** `cluster` as a process without workers of its own sees it. Coddle makes its workers itself, so fork() refuses. */

const EventEmitter = require('events');
const { refusal } = require('internal/not_built');

const ADVICE = 'Coddle starts the workers: coddle start --workers N.';

const cluster = module.exports = new EventEmitter();
Object.assign(cluster, {
  isMaster: true,
  isPrimary: true,
  isWorker: false,
  worker: undefined,
  workers: {},
  settings: {},
  SCHED_NONE: 1,
  SCHED_RR: 2,
  schedulingPolicy: 2,
  setupPrimary: refusal('cluster.setupPrimary()', ADVICE),
  setupMaster: refusal('cluster.setupMaster()', ADVICE),
  fork: refusal('cluster.fork()', ADVICE),
  disconnect: refusal('cluster.disconnect()', ADVICE),
  Worker: refusal('cluster.Worker', ADVICE),
});
