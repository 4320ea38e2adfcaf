'use strict';

const of = name => ({ enable: true, package: `egg-${name}` });

module.exports = {
  nunjucks: of('view-nunjucks'),
  ejs: of('view-ejs'),
  assets: of('view-assets'),
  validate: of('validate'),
  cors: of('cors'),
  jwt: of('jwt'),
  passport: of('passport'),
  routerPlus: of('router-plus'),
  io: of('socket.io'),
};
