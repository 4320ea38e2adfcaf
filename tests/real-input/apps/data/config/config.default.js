'use strict';

/** The servers that the runner started, and what is wrong on purpose, for the starts that must fail. */
const { FAULT, PACKAGES_MARIADB, PACKAGES_REDIS } = process.env;
const { host, port, user, database } = JSON.parse(PACKAGES_MARIADB);
const redis = { host: '127.0.0.1', port: Number(PACKAGES_REDIS), password: '', db: 0 };

module.exports = {
  keys: 'plugins-with-servers-only',
  security: { csrf: { enable: false } },
  redis: { client: FAULT === 'redis' ? { host: '127.0.0.1' } : redis },
  mysql: { clients: { main: { host, port, user, database }, same: { host, port, user, database, connectionLimit: 1 } }, default: { password: '' } },
  sequelize: {
    dialect: 'mysql', host, port, username: user, password: '', database,
    delegate: FAULT === 'sequelize' ? 'config' : 'sql', baseDir: 'sql', define: { timestamps: false },
  },
  bull: { default: { redis }, clients: { mails: { topic: 'mails' } } },
  mongoose: { client: { url: FAULT === 'mongoose' ? undefined : 'mongodb://reader:secret@127.0.0.1:9/books', options: { serverSelectionTimeoutMS: 1000 } } },
};
