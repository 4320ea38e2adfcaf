'use strict';

/** The loader's part that merges `config/config.*` of every load unit into `app.config`. */
const assert = require('assert');
const console = require('console');
const path = require('path');
const extend = require('internal/egg/extend2');

const ENVIRONMENT_SOURCE = '<process.env.EGG_APP_CONFIG>';
const HOST_SOURCE = '<HostBuilder::config>';

module.exports = {
  /**
   * Sets `config` and `configMeta` (the same shape, each leaf the file that set it). Kinds of files form the outer loop:
   * a plugin's `config.prod` comes after the application's `config.default`.
   */
  loadConfig() {
    this.timing.start('Load Config');
    this.configMeta = {};
    const config = {};
    const appConfig = this._preloadAppConfig();
    for (const filename of this.getTypeFiles('config')) {
      for (const { path: unitPath, type } of this.getLoadUnits()) {
        const part = this._loadConfig(unitPath, filename, type === 'app' ? undefined : appConfig, type);
        if (part) extend(true, config, part);
      }
    }
    extend(true, config, this._loadConfigFromEnv());
    extend(true, config, this._loadConfigFromHost());

    // The plural names are the same arrays: plugins push to either.
    config.coreMiddleware = config.coreMiddlewares = config.coreMiddleware || [];
    config.appMiddleware = config.appMiddlewares = config.middleware || [];
    this.config = config;
    this.timing.end('Load Config');
  },

  /** The application's default and environment config: what config functions of plugins and frameworks are given. */
  _preloadAppConfig() {
    const config = {};
    for (const filename of [ 'config.default', `config.${this.serverEnv}` ]) {
      extend(true, config, this._loadConfig(this.options.baseDir, filename, undefined, 'app'));
    }
    return config;
  },

  _loadConfig(dirpath, filename, extraInject, type) {
    let file = this.resolveModule(path.join(dirpath, 'config', filename));
    if (!file && filename === 'config.default') file = this.resolveModule(path.join(dirpath, 'config/config'));
    const config = this.loadFile(file, this.appInfo, extraInject);
    if (!config) return null;

    if (type === 'plugin' || type === 'app') {
      assert(!config.coreMiddleware, 'Can not define coreMiddleware in app or plugin');
    }
    if (type !== 'app') assert(!config.middleware, `Can not define middleware in ${file}`);
    this._setConfigMeta(config, file);
    return config;
  },

  _loadConfigFromEnv() {
    const text = process.env.EGG_APP_CONFIG;
    if (!text) return undefined;
    try {
      const config = JSON.parse(text);
      this._setConfigMeta(config, ENVIRONMENT_SOURCE);
      return config;
    } catch {
      this.options.logger.warn('[egg-loader] process.env.EGG_APP_CONFIG is not invalid JSON: %s', text);
      return undefined;
    }
  },

  /** What the Rust program that hosts the application lays over it: `app.options.config`. */
  _loadConfigFromHost() {
    const { config } = this.app.options;
    if (!config) return undefined;
    this._setConfigMeta(config, HOST_SOURCE);
    return config;
  },

  _setConfigMeta(config, file) {
    markLeaves(this.configMeta, config, file);
  },
};

/** Gives `meta` the shape of `config`, on top of the one it has; the leaves are `file`. */
function markLeaves(meta, config, file) {
  for (const key in config) {
    const value = config[key];
    if (value === undefined || key === '__proto__') continue;
    const present = meta[key];
    if (isTree(key, value)) meta[key] = markLeaves(extend.isPlainObject(present) ? present : {}, value, file);
    else meta[key] = file;
  }
  return meta;
}

/** Something with members, and not the global console: that is a leaf, though its prototype is plain. */
function isTree(key, value) {
  if (typeof value !== 'object' || value === null || isConsole(key, value)) return false;
  if (Object.getPrototypeOf(value) !== Object.prototype && !extend.isPlainObject(value)) return false;
  for (const member in value) {
    if (value[member] !== undefined && member !== '__proto__') return true;
  }
  return false;
}

function isConsole(key, value) {
  return key === 'console' && typeof value.Console === 'function' && value.Console === console.Console;
}
