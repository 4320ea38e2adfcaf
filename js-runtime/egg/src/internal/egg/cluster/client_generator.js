'use strict';

const SharedClient = require('internal/egg/cluster/shared_client');
const transcode = require('internal/egg/cluster/transcode');
const { INVOKE } = require('internal/egg/cluster/symbols');
const { isAsyncFunction, isFunction, isGeneratorFunction } = require('internal/koa/function_kind');

/** Methods that, if the client has them, mean what they say. */
const SUBSCRIPTION_METHODS = [ 'subscribe', 'unSubscribe', 'publish', 'close' ];

const DEFAULTS = {
  maxWaitTime: 30000,
  responseTimeout: 3000,
  autoGenerate: true,
  isBroadcast: true,
  transcode,
  formatKey: registration => JSON.stringify(registration),
};

/** Describes how a client class is shared, and makes the shared client: `delegate`, `override`, `create`. */
module.exports = class ClientGenerator {
  #Client;
  #options;
  /** `{ to }` or `{ value }` by the method's name on the shared client. */
  #methods = new Map();

  constructor(Client, options) {
    this.#Client = Client;
    this.#options = { name: Client.name, ...DEFAULTS, ...options };
  }

  /** Puts a value of one's own on the shared client. */
  override(name, value) {
    this.#methods.set(name, { value });
    return this;
  }

  /** Lets a method of the shared client mean `subscribe`, `unSubscribe`, `publish`, `close`, `invoke` or `invokeOneway`. */
  delegate(name, to = 'invoke') {
    this.#methods.set(name, { to });
    return this;
  }

  /** The shared client; `args` are the class's. */
  create(...args) {
    const options = this.#options;
    if (options.autoGenerate) this.#generate();
    const Client = this.#Client;
    const client = new SharedClient({ ...options, createRealClient: () => new Client(...args), methods: this.#methods });
    for (const [ name, method ] of this.#methods) {
      const value = 'value' in method ? method.value : this.#delegated(client, name, method.to);
      Object.defineProperty(client, name, { value, writable: true, enumerable: true, configurable: true });
    }
    return client;
  }

  #delegated(client, name, to) {
    if (to !== 'invoke' && to !== 'invokeOneway') return client[Symbol.for(`ClusterClient#${to}`)];
    if (!isFunction(this.#Client.prototype[name])) {
      throw new Error(`[ClusterClient] api: ${name} not implement in client`);
    }
    if (to === 'invokeOneway') return (...args) => client[INVOKE](name, args);
    return (...args) => {
      if (isFunction(args.at(-1))) return client[INVOKE](name, args, args.pop());
      return new Promise((resolve, reject) => {
        client[INVOKE](name, args, (error, value) => (error ? reject(error) : resolve(value)));
      });
    };
  }

  /** Delegates the subscription methods, and invokes what is asynchronous. */
  #generate() {
    const { prototype } = this.#Client;
    for (const name of SUBSCRIPTION_METHODS) {
      if (!this.#methods.has(name) && isFunction(prototype[name])) this.delegate(name, name);
    }
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const { value } = Object.getOwnPropertyDescriptor(prototype, name);
      const isAsynchronous = isAsyncFunction(value) || isGeneratorFunction(value);
      if (!name.startsWith('_') && !this.#methods.has(name) && isAsynchronous) this.delegate(name);
    }
  }
};
