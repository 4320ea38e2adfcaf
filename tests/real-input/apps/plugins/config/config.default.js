'use strict';

const path = require('path');

/** What is wrong on purpose, for the starts that must fail. */
const { FAULT } = process.env;

module.exports = {
  keys: 'popular-plugins-only',
  middleware: FAULT === 'jwt' ? [ 'jwt' ] : [],
  security: {
    csrf: { ignore: ctx => ctx.method !== 'GET' && !ctx.path.startsWith('/guarded') },
    csp: { enable: true, match: '/nunjucks', policy: { 'script-src': [ '\'self\'' ] } },
    domainWhiteList: [ '.safe.example' ],
  },
  view: { mapping: { '.html': 'nunjucks', '.ejs': 'ejs', '.jsx': 'assets' } },
  assets: { url: 'https://static.example', publicPath: 'public', crossorigin: true, templatePath: path.join(__dirname, '../app/view/assets.html'), templateViewEngine: 'nunjucks' },
  validate: { convert: true },
  jwt: { secret: 'a secret of this test', enable: true, match: '/jwt/everywhere' },
  passportLocal: { usernameField: 'name', passwordField: 'word' },
  io: {
    namespace: {
      '/': { connectionMiddleware: [ 'greet' ], packetMiddleware: [ 'count' ] },
      '/rooms': { connectionMiddleware: [], packetMiddleware: [] },
    },
  },
};
