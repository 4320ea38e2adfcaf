'use strict';

const path = require('path');

const of = name => ({ enable: true, package: `egg-${name}` });

module.exports = {
  // A plugin of that name which brings no middleware, for a start that must fail.
  ...(process.env.FAULT === 'session' ? { session: { enable: true, path: path.join(__dirname, '../lib/no-session') } } : {}),
  mongoose: of('mongoose'),
  mysql: of('mysql'),
  validate: of('validate'),
  passport: of('passport'),
  passportGithub: of('passport-github'),
  passportLocal: of('passport-local'),
};
