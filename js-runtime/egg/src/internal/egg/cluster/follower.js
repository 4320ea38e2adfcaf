'use strict';

/**
 * A worker's side of a cluster client: what is asked of it goes to the real client in the agent. When the agent is replaced,
 * it registers, subscribes and publishes anew.
 */
const { clearTimeout, setTimeout } = require('timers');
const channel = require('internal/egg/process_channel');
const Ready = require('internal/egg/ready');
const transport = require('internal/egg/cluster/transport');

const followers = new Map();
let count = 0;
let listening = false;

module.exports = class Follower {
  #options;
  #id;
  #ready = new Ready();
  #registered = false;
  #timer;
  /** `{ registration, listeners, value }` by key. */
  #subscriptions = new Map();
  #publications = new Map();
  #calls = new Map();
  #lastCall = 0;
  /** Invocations that wait for an agent. */
  #waiting = [];

  constructor(options) {
    listen();
    this.#options = options;
    count += 1;
    this.#id = `${channel.workerId()}:${count}`;
    followers.set(this.#id, this);
    const { name, maxWaitTime } = options;
    this.#timer = setTimeout(() => {
      this.#ready.ready(new Error(`[ClusterClient:${name}] leader does not be active in ${maxWaitTime}ms`));
    }, maxWaitTime);
    this.#register();
  }

  get isLeader() {
    return false;
  }

  ready(callback) {
    this.#ready.ready(callback);
  }

  // The real client is in another process, and so are its events.
  relayEvents() {}

  subscribe(registration, listener) {
    const { formatKey, transcode } = this.#options;
    const key = formatKey(registration);
    const known = this.#subscriptions.get(key);
    if (known) {
      known.listeners.push(listener);
      if ('value' in known) process.nextTick(() => listener(transcode.decode(known.value)));
      return;
    }
    this.#subscriptions.set(key, { registration, listeners: [ listener ] });
    this.#send({ type: 'subscribe', key, registration });
  }

  /** Without a listener all of them. */
  unSubscribe(registration, listener) {
    const key = this.#options.formatKey(registration);
    const subscription = this.#subscriptions.get(key);
    if (!subscription) return;
    subscription.listeners = listener ? subscription.listeners.filter(other => other !== listener) : [];
    if (subscription.listeners.length > 0) return;
    this.#subscriptions.delete(key);
    this.#send({ type: 'unSubscribe', key });
  }

  publish(registration) {
    this.#publications.set(this.#options.formatKey(registration), registration);
    this.#send(this.#publication(registration));
  }

  #publication(registration) {
    return { type: 'publish', registration: transport.pack(this.#options.transcode.encode(registration)) };
  }

  invoke(method, args, callback) {
    const request = { type: 'invoke', method, args: args.map(arg => transport.pack(this.#options.transcode.encode(arg))) };
    if (callback) {
      this.#lastCall += 1;
      request.call = this.#lastCall;
      this.#expect(request.call, callback);
    }
    if (this.#registered) this.#send(request);
    else this.#waiting.push(request);
  }

  #expect(call, callback) {
    const { responseTimeout } = this.#options;
    const timer = setTimeout(() => {
      this.#calls.delete(call);
      const error = new Error(`Server no response in ${responseTimeout}ms, cluster client ${this.#options.name}`);
      error.name = 'ResponseTimeoutError';
      callback(error);
    }, responseTimeout);
    this.#calls.set(call, { callback, timer });
  }

  async release() {
    followers.delete(this.#id);
    clearTimeout(this.#timer);
    for (const { timer } of this.#calls.values()) clearTimeout(timer);
    if (process.connected) this.#send({ type: 'leave' });
    this.#options.logger?.info('[cluster#Follower] %s is closed.', this.#options.name);
  }

  /** The agent is gone. */
  lost() {
    this.#registered = false;
  }

  /** There is a new agent: all begins anew. */
  renew() {
    this.lost();
    this.#register();
  }

  #register() {
    this.#send({ type: 'register', name: this.#options.name, pid: channel.workerId() });
  }

  #send(request) {
    transport.toLeader({ ...request, follower: this.#id });
  }

  receive({ type, ...answer }) {
    if (type === 'registered') this.#onRegistered(answer);
    else if (type === 'data') this.#onData(answer);
    else if (type === 'result') this.#onResult(answer);
  }

  #onRegistered({ error }) {
    clearTimeout(this.#timer);
    if (error) {
      this.#ready.ready(transport.unpackError(error));
      return;
    }
    if (this.#registered) return;
    this.#registered = true;
    for (const [ key, { registration } ] of this.#subscriptions) this.#send({ type: 'subscribe', key, registration });
    for (const registration of this.#publications.values()) this.#send(this.#publication(registration));
    for (const request of this.#waiting.splice(0)) this.#send(request);
    this.#ready.ready(true);
  }

  #onData({ key, value }) {
    const subscription = this.#subscriptions.get(key);
    if (!subscription) return;
    subscription.value = transport.unpack(value);
    for (const listener of [ ...subscription.listeners ]) listener(this.#options.transcode.decode(subscription.value));
  }

  #onResult({ call, error, value }) {
    const expected = this.#calls.get(call);
    if (!expected) return;
    this.#calls.delete(call);
    clearTimeout(expected.timer);
    if (error) expected.callback(transport.unpackError(error));
    else expected.callback(null, this.#options.transcode.decode(transport.unpack(value)));
  }
};

function listen() {
  if (listening) return;
  listening = true;
  transport.listen(answer => followers.get(answer.follower)?.receive(answer));
  transport.onMaster('egg-pids', pids => {
    if (pids.length > 0) return;
    for (const follower of followers.values()) follower.lost();
  });
  transport.onMaster('agent-start', () => {
    for (const follower of followers.values()) follower.renew();
  });
}
