'use strict';

/** The servers that the runner started. */
const { PACKAGES_MARIADB, PACKAGES_REDIS } = process.env;
const { host, port, user, database } = JSON.parse(PACKAGES_MARIADB);

module.exports = {
  keys: 'rooms-in-a-cluster-only',
  mysql: { client: { host, port, user, password: '', database } },
  io: { redis: { host: '127.0.0.1', port: Number(PACKAGES_REDIS) }, namespace: { '/': { connectionMiddleware: [], packetMiddleware: [] } } },
};
