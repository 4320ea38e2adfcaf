'use strict';

const { FULLPATH } = require('egg-core/lib/loader/file_loader');
const { behind } = require('internal/koa/controllers');
const { load, shortPath } = require('internal/egg/inspect/application');

/**
 * The route table: `{ env, middleware, routes }`. `middleware`: names of what every request passes, outermost first.
 * A route: `methods` (none for `router.use`), `path` (a RegExp as its source), `name` or null, `middleware` (names of its
 * own), `controller` (`file#Class.method()`, or the name of a function written into the router).
 */
module.exports = options => {
  const app = load(options);
  return {
    env: app.config.env,
    middleware: app.middleware.map(nameOf),
    routes: app.router.stack.map(layer => ({
      methods: layer.methods,
      path: String(layer.path),
      name: layer.name,
      middleware: layer.stack.slice(0, -1).map(nameOf),
      controller: controllerOf(layer.stack.at(-1), app.baseDir),
    })),
  };
};

function controllerOf(handler, baseDir) {
  const controller = behind(handler);
  const place = controller[FULLPATH];
  return place ? shortPath(place, baseDir) : nameOf(controller);
}

/** Without what the loader adds to the name of one that has `match` or `ignore`. */
function nameOf(fn) {
  return fn._name?.replace(/middlewareWrapper$/, '') || fn.name || 'anonymous';
}
