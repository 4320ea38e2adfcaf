'use strict';

/**
 * The loader's part that loads `app/middleware` of every load unit and puts what the config names into the onion.
 *
 * Native: `layer(middleware, patterns, ignores, wrapper)`, a native middleware under `match` or `ignore`; undefined for one of
 * JavaScript, and where only JavaScript can tell which requests are meant.
 */
const assert = require('assert');
const path = require('path');
const util = require('util');
const pathMatching = require('egg-path-matching');
const FileLoader = require('egg-core/lib/loader/file_loader');
const utils = require('egg-core/lib/utils');
const embedded = require('internal/egg/embedded_units');
const { isFunction } = require('internal/koa/function_kind');

module.exports = {
  loadMiddleware(options) {
    this.timing.start('Load Middleware');
    const { app, config } = this;
    const { logger } = this.options;
    const settings = {
      call: false,
      override: true,
      caseStyle: 'lower',
      directory: this.getLoadUnits().map(unit => path.join(unit.path, 'app/middleware')),
      ...options,
    };
    this.loadToApp(settings.directory, 'middlewares', settings);
    checkExtensions(app, this.options.baseDir);
    exposeFactories(app);

    logger.info('Use coreMiddleware order: %j', config.coreMiddleware);
    logger.info('Use appMiddleware order: %j', config.appMiddleware);
    const used = new Set();
    for (const name of [ ...config.coreMiddleware, ...config.appMiddleware ]) {
      if (!app.middlewares[name]) throw new TypeError(`Middleware ${name} not found`);
      if (used.has(name)) throw new TypeError(`Middleware ${name} redefined`);
      used.add(name);
      useMiddleware(app, name, config[name] || {}, logger);
    }
    logger.info('[egg:loader] Loaded middleware from %j', settings.directory);
    this.timing.end('Load Middleware');
  },
};

/** A middleware of a Rust extension may be replaced by the application's, but not by chance by egg's or another plugin's. */
function checkExtensions(app, baseDir) {
  for (const [ name, extension ] of embedded.middleware()) {
    const found = app.middlewares[name]?.[FileLoader.FULLPATH];
    if (!found || embedded.extensionOf(found) === extension || found.startsWith(path.join(baseDir, 'app'))) continue;
    throw new Error(`extension "${extension}": its middleware "${name}" would be hidden by that of ${found};`
      + ' choose another name');
  }
}

/** `app.middleware.gzip` is the factory of that name, on koa's own array. */
function exposeFactories(app) {
  for (const name in app.middlewares) {
    Object.defineProperty(app.middleware, name, {
      get: () => app.middlewares[name],
      enumerable: false,
      configurable: false,
    });
  }
}

function useMiddleware(app, name, options, logger) {
  const middleware = app.middlewares[name](options, app);
  // Not as the assertion's message: that is made for each middleware, and inspecting loads eight modules.
  if (!isFunction(middleware)) assert(false, `Middleware ${name} must be a function, but actual is ${util.inspect(middleware)}`);
  middleware._name = name;
  if (options.enable === false) {
    logger.info('[egg:loader] Disable middleware: %s', name);
    return;
  }
  app.use(withMatching(utils.middleware(middleware), options, app));
  logger.info('[egg:loader] Use middleware: %s', name);
}

function withMatching(middleware, options, app) {
  if (!options.match && !options.ignore) return middleware;
  const { pathToRegexpModule } = app.options;
  const matches = pathMatching({ ...options, pathToRegexpModule });
  const wrapper = (ctx, next) => (matches(ctx) ? middleware(ctx, next) : next());
  const patterns = [ options.match || options.ignore ].flat(Infinity);
  const layer = pathToRegexpModule ? undefined : native.layer(middleware, patterns, !options.match, wrapper);
  const chosen = layer ?? wrapper;
  chosen._name = `${middleware._name}middlewareWrapper`;
  return chosen;
}
