'use strict';

/** The servers that the runner started, and what is wrong on purpose, for the starts that must fail. */
const { FAULT, PACKAGES_MARIADB, PACKAGES_MONGODB, PACKAGES_REDIS } = process.env;
const { host, port, user, database } = JSON.parse(PACKAGES_MARIADB);
const mongo = JSON.parse(PACKAGES_MONGODB);
const mongodb = (database, password) => `mongodb://${mongo.user}:${password}@${mongo.host}:${FAULT === 'mongodb' ? 9 : mongo.port}/${database}`;
/** A plugin of mongoose's: its name stands in the schemas that it was given. */
const named = (schema, { as }) => schema.statics.plugins = [ ...schema.statics.plugins ?? [], as ];
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
  mongoose: {
    clients: {
      books: { url: FAULT === 'mongoose' ? undefined : mongodb('books', FAULT === 'password' ? 'wrong' : mongo.password), options: { serverSelectionTimeoutMS: 1000 } },
      archive: { url: mongodb('archive', mongo.password), plugins: [ [ named, { as: 'of archive' } ] ] },
    },
    defaultDB: 'books',
    customPromise: Promise,
    plugins: [ schema => named(schema, { as: 'of all' }) ],
  },
};
