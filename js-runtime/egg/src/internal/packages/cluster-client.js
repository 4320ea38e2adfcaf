'use strict';

/**
 * The npm package `cluster-client` for applications that do not bring it: `(Class, options)` wraps a class as `app.cluster` does,
 * `close(client)`, `APIClientBase`.
 *
 * Who leads is egg's decision here: outside of an agent or worker there is single mode alone.
 */
const assert = require('assert');
const ClientGenerator = require('internal/egg/cluster/client_generator');
const { CLOSE } = require('internal/egg/cluster/symbols');
const { isFunction } = require('internal/koa/function_kind');

module.exports = function cluster(Client, options) {
  const singleMode = options?.singleMode ?? process.env.NODE_CLUSTER_CLIENT_SINGLE_MODE === '1';
  if (!singleMode && (typeof options?.isLeader !== 'boolean' || !process.send)) {
    const error = new Error('[ClusterClient] processes that compete for a port are not built into Coddle: pass `cluster: app.cluster` or '
      + '`singleMode: true`, or install the npm package cluster-client, which is used then');
    error.code = 'ERR_CODDLE_NOT_BUILT';
    throw error;
  }
  return new ClientGenerator(Client, { ...options, singleMode });
};

/** Closes what `create()` returned. */
module.exports.close = function close(client) {
  assert(isFunction(client[CLOSE]), '[cluster#close] client should be instanceof ClusterClient');
  return client[CLOSE]();
};

module.exports.APIClientBase = require('internal/egg/cluster/api_client_base');
