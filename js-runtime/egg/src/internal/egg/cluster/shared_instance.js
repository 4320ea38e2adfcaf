'use strict';

const { setImmediate } = require('timers');
const co = require('internal/co');
const Ready = require('internal/egg/ready');
const { relayEvents } = require('internal/egg/cluster/sdk_base');
const { isFunction, isGeneratorFunction } = require('internal/koa/function_kind');

const instances = new Map();

/** The real client behind every `create()` of one name, closed when the last user is gone. */
module.exports = class SharedInstance {
  #options;
  #client;
  #users = 1;
  #ready = new Ready();
  /** Who emits what the real client does. */
  #targets = [];
  /** Listeners and the last value by registration. */
  #subscriptions = new Map();

  static of(options) {
    const known = instances.get(options.name);
    if (known) known.#users += 1;
    else instances.set(options.name, new SharedInstance(options));
    return instances.get(options.name);
  }

  constructor(options) {
    this.#options = options;
    this.#client = options.createRealClient();
    if (isFunction(this.#client.ready)) this.#client.ready(error => this.#ready.ready(error || true));
    else this.#ready.ready(true);
  }

  get isLeader() {
    return true;
  }

  ready(callback) {
    this.#ready.ready(callback);
  }

  /** What the real client emits, `target` emits too. */
  relayEvents(target) {
    this.#targets.push(target);
    if (isFunction(this.#client.emit)) relayEvents(this.#client, target);
  }

  /** A call of another process failed: told here as well. */
  report(error) {
    setImmediate(() => {
      if (this.#users === 0) return;
      for (const target of this.#targets) target.emit('error', error);
    });
  }

  subscribe(registration, listener) {
    const { formatKey, isBroadcast, transcode } = this.#options;
    const key = formatKey(registration);
    const known = this.#subscriptions.get(key);
    if (known) {
      known.listeners.push(listener);
      if ('value' in known && isBroadcast) process.nextTick(() => listener(transcode.decode(known.value)));
      return;
    }
    const subscription = { listeners: [ listener ] };
    this.#subscriptions.set(key, subscription);
    this.#client[this.#methodFor('subscribe')](registration, value => this.#publishTo(subscription, value));
  }

  #publishTo(subscription, value) {
    const { isBroadcast, transcode } = this.#options;
    // Encoded and decoded, so that listeners cannot change each other's value, and see what they would between processes.
    subscription.value = transcode.encode(value);
    const { listeners } = subscription;
    const chosen = isBroadcast ? [ ...listeners ] : listeners.slice(Math.floor(Math.random() * listeners.length)).slice(0, 1);
    for (const listener of chosen) listener(transcode.decode(subscription.value));
  }

  /** Without a listener all of them. */
  unSubscribe(registration, listener) {
    const subscription = this.#subscriptions.get(this.#options.formatKey(registration));
    if (!subscription) return;
    subscription.listeners = listener ? subscription.listeners.filter(other => other !== listener) : [];
  }

  publish(registration) {
    this.#client[this.#methodFor('publish')](registration);
  }

  /** Calls a method with a callback last; its promise, if it returns one, calls it too. */
  invoke(name, args, callback) {
    const method = this.#client[name];
    const call = isGeneratorFunction(method) ? co.wrap(method) : method;
    const result = call.apply(this.#client, [ ...args, callback ]);
    if (callback && isFunction(result?.then)) result.then(value => callback(null, value), error => callback(error));
  }

  async release() {
    this.#users -= 1;
    if (this.#users > 0) return;
    instances.delete(this.#options.name);
    if (!this.#options.singleMode) require('internal/egg/cluster/leader').release(this.#options.name);
    const name = this.#methodFor('close');
    if (name) await co(() => this.#client[name]());
    this.#options.logger?.info('[cluster#SingleClient] %s is closed.', this.#options.name);
  }

  /** The real client's method that stands for an operation. */
  #methodFor(operation) {
    for (const [ name, { to } ] of this.#options.methods) {
      if (to === operation) return name;
    }
    return undefined;
  }
};
