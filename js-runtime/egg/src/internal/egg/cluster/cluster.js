'use strict';

/**
 * `app.cluster(Class, options)`: a client that all processes of a server share. In single mode application and agent are one
 * process and share the one instance directly; in a cluster the agent has it, and the workers follow over their channels.
 *
 * `close(client)` closes what `create()` returned.
 */
const ClientGenerator = require('internal/egg/cluster/client_generator');
const { CLOSE } = require('internal/egg/cluster/symbols');

/** @param {object[]} clients every client made is added */
exports.createCluster = function createCluster(app, clients) {
  return (Client, options) => {
    const generator = new ClientGenerator(Client, {
      ...app.config.clusterClient,
      ...options,
      singleMode: app.options.mode === 'single',
      port: app.options.clusterPort,
      isLeader: app.type === 'agent',
      logger: app.coreLogger,
      isCheckHeartbeat: true,
    });
    const { create } = generator;
    generator.create = (...args) => {
      const client = create.apply(generator, args);
      clients.push(client);
      app.beforeClose(() => exports.close(client));
      return client;
    };
    return generator;
  };
};

exports.close = client => client[CLOSE]();
