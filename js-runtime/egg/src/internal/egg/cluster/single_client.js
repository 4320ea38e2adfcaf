'use strict';

const assert = require('assert');
const EventEmitter = require('events');
const Ready = require('internal/egg/ready');
const SharedInstance = require('internal/egg/cluster/shared_instance');
const { CLOSE, INVOKE, PUBLISH, SUBSCRIBE, UNSUBSCRIBE } = require('internal/egg/cluster/symbols');
const { isFunction } = require('internal/koa/function_kind');

/** The client that `create()` returns in single mode. What is asked of it before the real client is ready waits. */
module.exports = class SingleClient extends EventEmitter {
  #ready = new Ready();
  #instance;

  constructor(options) {
    super();
    this.options = options;
    this.#instance = SharedInstance.of(options);
    this.#instance.relayEvents(this);
    this.#instance.ready(error => this.#ready.ready(error || true));
  }

  get isClusterClientLeader() {
    return true;
  }

  ready(flagOrCallback) {
    return this.#ready.ready(flagOrCallback);
  }

  #whenReady(task, failed) {
    this.ready(error => {
      if (!error) task();
      else failed?.(error);
    });
  }

  [SUBSCRIBE](registration, listener) {
    assert(isFunction(listener),
      `[ClusterClient:${this.options.name}] subscribe(reg, listener) listener should be a function`);
    this.#whenReady(() => this.#instance.subscribe(registration, listener));
  }

  [UNSUBSCRIBE](registration, listener) {
    this.#whenReady(() => this.#instance.unSubscribe(registration, listener));
  }

  [PUBLISH](registration) {
    this.#whenReady(() => this.#instance.publish(registration));
  }

  [INVOKE](method, args, callback) {
    this.#whenReady(() => this.#instance.invoke(method, args, callback), callback);
  }

  async [CLOSE]() {
    // A client that failed to get ready is closed as well.
    await new Promise(resolve => this.ready(resolve));
    await this.#instance.release();
  }
};
