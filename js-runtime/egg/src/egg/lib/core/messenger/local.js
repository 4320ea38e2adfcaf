'use strict';

const EventEmitter = require('events');

/**
 * Messages between the application and the agent of one process, delivered on the next tick: always asynchronous, as
 * between processes. Every method but `close` returns the messenger.
 */
module.exports = class LocalMessenger extends EventEmitter {
  constructor(egg) {
    super();
    this.egg = egg;
  }

  /** To the application and the agent. */
  broadcast(action, data) {
    return this.send(action, data, 'both');
  }

  /** To both when `pid` is this process, else to nobody. */
  sendTo(pid, action, data) {
    return pid === process.pid ? this.send(action, data, 'both') : this;
  }

  /** To the other one. */
  sendRandom(action, data) {
    return this.send(action, data, 'opposite');
  }

  sendToApp(action, data) {
    return this.send(action, data, 'application');
  }

  sendToAgent(action, data) {
    return this.send(action, data, 'agent');
  }

  /** `to`: `application`, `agent`, `both` or `opposite`; default: the other one. */
  send(action, data, to) {
    process.nextTick(() => {
      for (const receiver of this.#receivers(to || 'opposite')) receiver?.messenger?._onMessage({ action, data });
    });
    return this;
  }

  #receivers(to) {
    const { egg } = this;
    const isApplication = egg.type === 'application';
    const application = isApplication ? egg : egg.application;
    const agent = isApplication ? egg.agent : egg;
    return {
      application: [ application ],
      agent: [ agent ],
      both: [ application, agent ],
      opposite: [ isApplication ? agent : application ],
    }[to] ?? [];
  }

  _onMessage(message) {
    if (typeof message?.action === 'string') this.emit(message.action, message.data);
  }

  close() {
    this.removeAllListeners();
  }
};
