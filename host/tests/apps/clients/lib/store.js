'use strict';

const EventEmitter = require('events');

/** What is shared: there is one of it, in the agent. */
module.exports = class Store extends EventEmitter {
  constructor() {
    super();
    this.values = new Map();
    this.published = 0;
    this.subscribed = [];
  }

  ready(callback) {
    setTimeout(callback, 1);
  }

  subscribe({ id }, listener) {
    this.subscribed.push(id);
    this.on(id, listener);
    if (this.values.has(id)) listener(this.values.get(id));
  }

  publish({ id, value }) {
    this.published += 1;
    this.values.set(id, value);
    this.emit(id, value);
  }

  async state() {
    return { pid: process.pid, published: this.published, subscribed: this.subscribed };
  }

  async same(value) {
    return value;
  }

  async fails() {
    throw Object.assign(new TypeError('it fails'), { code: 'E_FAILS' });
  }

  async never() {
    return new Promise(() => {});
  }

  async close() {
    console.log('EVENT %s', JSON.stringify({ who: 'agent', pid: process.pid, action: 'closed' }));
  }
};
