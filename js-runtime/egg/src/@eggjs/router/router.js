'use strict';

/** What `require('@eggjs/router')` gives: the plain router, and egg's on top of it. */
const Router = require('internal/koa/router');

module.exports = Router;
module.exports.KoaRouter = Router;
module.exports.EggRouter = require('internal/egg/egg_router');
