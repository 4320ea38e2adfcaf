'use strict';

/** koa's own prototypes: every application's context, request and response derive from these. */
module.exports = {
  context: require('internal/koa/context'),
  request: require('internal/koa/request'),
  response: require('internal/koa/response'),
};
