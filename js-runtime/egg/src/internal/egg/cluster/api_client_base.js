'use strict';

const Base = require('internal/egg/cluster/sdk_base');
const { CLOSE } = require('internal/egg/cluster/symbols');
const { isFunction } = require('internal/koa/function_kind');

/**
 * The base of clients that libraries offer: what is shared is a `DataClient`, wrapped by `options.cluster` (`app.cluster`), and subclasses
 * offer its methods as they like, through `this._client`.
 */
module.exports = class APIClientBase extends Base {
  constructor(options = {}) {
    super(options);
    const wrap = options.cluster || require('internal/packages/cluster-client');
    const wrapper = wrap(this.DataClient, this.clusterOptions);
    for (const [ name, to ] of Object.entries(this.delegates)) wrapper.delegate(name, to);
    this._client = wrapper.create(options);
    Base.relayEvents(this._client, this);
    if (!options.initMethod) this._client.ready(error => this.ready(error || true));
  }

  get isClusterClientLeader() {
    return this._client.isClusterClientLeader;
  }

  async close() {
    if (isFunction(this._client.close)) await this._client.close();
    return this._client[CLOSE]();
  }

  /** The class of the real client. */
  get DataClient() {
    throw new Error('[APIClient] DataClient is required');
  }

  /** Options of the wrapper. */
  get clusterOptions() {
    return {};
  }

  /** What methods of the client mean, by name. */
  get delegates() {
    return {};
  }
};
