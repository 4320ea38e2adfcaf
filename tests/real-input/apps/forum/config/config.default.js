'use strict';

/** The servers that the runner started, and what is wrong on purpose, for the starts that must fail. */
const { FAULT, OUTSIDE_GITHUB, PACKAGES_MARIADB, PACKAGES_MONGODB } = process.env;
const github = JSON.parse(OUTSIDE_GITHUB);
const mysql = JSON.parse(PACKAGES_MARIADB);
const mongo = JSON.parse(PACKAGES_MONGODB);

module.exports = {
  keys: 'forum-of-yesterday-only',
  security: { csrf: { enable: false } },
  mongoose: FAULT === 'mongoose' ? { client: {} } : { url: `mongodb://${mongo.user}:${mongo.password}@${mongo.host}:${mongo.port}/forum`, options: { useMongoClient: true, poolSize: 2 } },
  mysql: { client: { host: mysql.host, port: mysql.port, user: mysql.user, password: '', database: mysql.database, timezone: 'Z' } },
  passportGithub: {
    key: FAULT === 'github' ? '' : github.id, secret: github.secret, callbackURL: '/passport/github/callback', proxy: true, scope: [ 'user' ],
    authorizationURL: 'https://github.example/login/oauth/authorize', tokenURL: `${github.site}/login/oauth/access_token`, userProfileURL: `${github.site}/user`,
  },
  passportLocal: { usernameField: 'name', passwordField: 'word' },
};
