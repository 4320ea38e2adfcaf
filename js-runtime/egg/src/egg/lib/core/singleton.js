'use strict';

const assert = require('assert');
const { isAsyncFunction } = require('internal/koa/function_kind');

/**
 * `app.addSingleton`: one client (`config[name].client`) as `app[name]`, or several (`config[name].clients`) behind
 * `app[name].get(id)`. `config[name].default` is merged under each.
 */
module.exports = class Singleton {
  /** @param {object} options `name`, `app`, `create(config, app, clientName)` */
  constructor(options = {}) {
    const { name, app, create } = options;
    assert(name, '[egg:singleton] Singleton#constructor options.name is required');
    assert(app, '[egg:singleton] Singleton#constructor options.app is required');
    assert(create, '[egg:singleton] Singleton#constructor options.create is required');
    assert(!app[name], `${name} is already exists in app`);
    this.clients = new Map();
    this.app = app;
    this.name = name;
    this.create = create;
    this.options = app.config[name] || {};
  }

  /** A promise when the creator is asynchronous. */
  init() {
    return isAsyncFunction(this.create) ? this.initAsync() : this.initSync();
  }

  initSync() {
    const { client, clients, name } = this.#checkedOptions();
    if (client) {
      this.#expose(this.createInstance(client, name));
      return;
    }
    for (const id of Object.keys(clients ?? {})) this.clients.set(id, this.createInstance(clients[id], id));
    this.app[this.name] = this;
  }

  async initAsync() {
    const { client, clients, name } = this.#checkedOptions();
    if (client) {
      this.#expose(await this.createInstanceAsync(client, name));
      return;
    }
    await Promise.all(Object.keys(clients ?? {}).map(async id => {
      this.clients.set(id, await this.createInstanceAsync(clients[id], id));
    }));
    this.app[this.name] = this;
  }

  get(id) {
    return this.clients.get(id);
  }

  getSingletonInstance(id) {
    return this.clients.get(id);
  }

  createInstance(config, clientName) {
    assert(!isAsyncFunction(this.create),
      `egg:singleton ${this.name} only support create asynchronous, please use createInstanceAsync`);
    return this.create({ ...this.options.default, ...config }, this.app, clientName);
  }

  async createInstanceAsync(config, clientName) {
    return this.create({ ...this.options.default, ...config }, this.app, clientName);
  }

  #checkedOptions() {
    const { client, clients } = this.options;
    assert(!(client && clients), `egg:singleton ${this.name} can not set options.client and options.clients both`);
    return this.options;
  }

  #expose(client) {
    this.app[this.name] = client;
    this._extendDynamicMethods(client);
  }

  /** A single client can still make others; a frozen one gets the methods on its prototype. */
  _extendDynamicMethods(client) {
    assert(!client.createInstance, 'singleton instance should not have createInstance method');
    assert(!client.createInstanceAsync, 'singleton instance should not have createInstanceAsync method');
    try {
      const target = Object.isExtensible(client) ? client : Object.getPrototypeOf(client) || client;
      target.createInstance = this.createInstance.bind(this);
      target.createInstanceAsync = this.createInstanceAsync.bind(this);
    } catch {
      this.app.logger.warn(
        'egg:singleton %s dynamic create is disabled because of client is unextensible', this.name);
    }
  }
};
