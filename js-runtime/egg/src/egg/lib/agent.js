'use strict';

const { clearInterval, setInterval } = require('timers');
const EggApplication = require('egg/lib/egg');
const AgentWorkerLoader = require('egg/lib/loader/agent_worker_loader');
const embedded = require('internal/egg/embedded_units');

const A_DAY = 24 * 60 * 60 * 1000;
const SENDING = [ 'broadcast', 'sendTo', 'sendToApp', 'sendToAgent', 'sendRandom' ];

/** The agent: one a server, for what must not run once a worker. */
module.exports = class Agent extends EggApplication {
  constructor(options = {}) {
    options.type = 'agent';
    super(options);
    this.loader.load();
    this._dumpAfter('load');

    // An agent without any I/O must not end.
    this.agentAliveHandler = setInterval(() => {}, A_DAY);
    this._uncaughtExceptionHandler = this._uncaughtExceptionHandler.bind(this);
    process.on('uncaughtException', this._uncaughtExceptionHandler);
  }

  _uncaughtExceptionHandler(thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (error.name === 'Error') error.name = 'unhandledExceptionError';
    this.coreLogger.error(error);
  }

  get [Symbol.for('egg#loader')]() {
    return AgentWorkerLoader;
  }

  get [Symbol.for('egg#eggPath')]() {
    return embedded.pathOf('egg');
  }

  /** Until the server is up nobody may be listening: sending works, with a warning. */
  _wrapMessenger() {
    const { messenger, coreLogger } = this;
    for (const name of SENDING) {
      const original = messenger[name];
      messenger[name] = function (...args) {
        const stack = new Error().stack.split('\n').slice(1).join('\n');
        coreLogger.warn('agent can\'t call %s before server started\n%s', name, stack);
        return original.apply(this, args);
      };
      messenger.prependOnceListener('egg-ready', () => {
        messenger[name] = original;
      });
    }
  }

  close() {
    process.removeListener('uncaughtException', this._uncaughtExceptionHandler);
    clearInterval(this.agentAliveHandler);
    return super.close();
  }
};
