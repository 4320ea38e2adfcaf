'use strict';

const EventEmitter = require('events');
const { setImmediate } = require('timers');
const channel = require('internal/egg/process_channel');

/**
 * Messages between processes, through the master: objects `{ action, data, to | receiverPid }` on the process's channel.
 * In a process without a channel a message comes back to the process itself.
 */
module.exports = class IpcMessenger extends EventEmitter {
  #receive = message => this._onMessage(message);

  constructor() {
    super();
    this.pid = String(channel.workerId());
    /** Process ids of the other kind: of applications in the agent, of the agent in an application. */
    this.opids = [];
    this.on('egg-pids', pids => {
      this.opids = pids;
    });
    process.on('message', this.#receive);
  }

  /** To every application and the agent. */
  broadcast(action, data) {
    return this.send(action, data, 'app').send(action, data, 'agent');
  }

  sendTo(pid, action, data) {
    return this.#post({ action, data, receiverPid: String(pid) });
  }

  /** To one process of the other kind. */
  sendRandom(action, data) {
    if (this.opids.length === 0) return this;
    const pid = this.opids[Math.floor(Math.random() * this.opids.length)];
    return this.sendTo(String(pid), action, data);
  }

  sendToApp(action, data) {
    return this.send(action, data, 'app');
  }

  sendToAgent(action, data) {
    return this.send(action, data, 'agent');
  }

  /** `to`: `app`, `agent`; default: the master decides. */
  send(action, data, to) {
    return this.#post({ action, data, to });
  }

  #post(message) {
    if (typeof process.send !== 'function') {
      setImmediate(() => process.emit('message', message));
    } else if (process.connected) {
      process.send(message);
    } else {
      const { stack } = new Error('channel closed');
      require('console').warn('[%s][sendmessage] WARN pid#%s channel closed, nothing send\nstack: %s',
        new Date().toString(), process.pid, stack);
    }
    return this;
  }

  _onMessage(message) {
    if (typeof message?.action === 'string') this.emit(message.action, message.data);
  }

  close() {
    process.removeListener('message', this.#receive);
    this.removeAllListeners();
  }
};
