'use strict';

const assert = require('assert');
const Base = require('internal/egg/cluster/sdk_base');
const { CLOSE, INVOKE, PUBLISH, SUBSCRIBE, UNSUBSCRIBE } = require('internal/egg/cluster/symbols');
const { isFunction } = require('internal/koa/function_kind');

/**
 * The client that `create()` returns: over the real client of this process, or over a follower of the one in the agent. What is
 * asked of it before that is ready waits.
 */
module.exports = class SharedClient extends Base {
  #instance;

  constructor(options) {
    super(options);
    this.#instance = instanceOf(options);
    this.#instance.relayEvents(this);
    this.#instance.ready(error => this.ready(error || true));
  }

  get isClusterClientLeader() {
    return this.#instance.isLeader;
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

function instanceOf(options) {
  if (!options.singleMode && !options.isLeader) {
    const Follower = require('internal/egg/cluster/follower');
    return new Follower(options);
  }
  const SharedInstance = require('internal/egg/cluster/shared_instance');
  const instance = SharedInstance.of(options);
  if (!options.singleMode) require('internal/egg/cluster/leader').serve(options, instance);
  return instance;
}
