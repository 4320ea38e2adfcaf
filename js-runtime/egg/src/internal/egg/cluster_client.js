'use strict';

const { NotBuiltError } = require('internal/egg/not_built');

/**
 * `app.cluster(Class, options)`: one client a server, shared by its processes. Refused until the cluster is built; the list
 * of clients (`app[Symbol.for('egg#clusterClients')]`) is there for frameworks that look at it.
 */
module.exports = function createCluster() {
  return () => {
    throw new NotBuiltError('app.cluster()', 'create the client in each worker instead');
  };
};
