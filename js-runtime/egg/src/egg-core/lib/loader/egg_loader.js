'use strict';

/**
 * egg's loader: who the application is, which load units it consists of, and the tools to load their files.
 *
 * A load unit is a directory of egg's shape, `{ path, type }` with type `plugin`, `framework` or `app`; everything is loaded
 * in that order. The steps of loading (plugins, config, extends, services ...) are mixed in from `mixin/`, so that
 * frameworks may replace each of them.
 */
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const FileLoader = require('egg-core/lib/loader/file_loader');
const ContextLoader = require('egg-core/lib/loader/context_loader');
const Timing = require('egg-core/lib/utils/timing');
const utils = require('egg-core/lib/utils');
const unitFiles = require('internal/egg/unit_files');
const { isClass, isFunction } = require('internal/koa/function_kind');

const EGG_PATH = Symbol.for('egg#eggPath');

class EggLoader {
  #requireCount = 0;

  /** @param {object} options `baseDir`, `app`, `logger`, `plugins`, `env`, `serverScope` */
  constructor(options) {
    this.options = options;
    assert(fs.existsSync(options.baseDir), `${options.baseDir} not exists`);
    assert(options.app, 'options.app is required');
    assert(options.logger, 'options.logger is required');
    this.app = options.app;
    this.lifecycle = this.app.lifecycle;
    this.timing = this.app.timing || new Timing();
    this.pkg = readPackage(path.join(options.baseDir, 'package.json'));
    registerTypeScriptPaths(this);
    this.eggPaths = this.getEggPaths();
    this.serverEnv = this.getServerEnv();
    this.serverScope = options.serverScope === undefined ? this.getServerScope() : options.serverScope;
    this.appInfo = this.getAppInfo();
  }

  /** `options.env`, `config/env`, EGG_SERVER_ENV, or what NODE_ENV stands for. */
  getServerEnv() {
    const env = this.options.env || readEnvFile(this.options.baseDir) || process.env.EGG_SERVER_ENV;
    if (env) return env.trim();
    return { test: 'unittest', production: 'prod' }[process.env.NODE_ENV] ?? 'local';
  }

  getServerScope() {
    return process.env.EGG_SERVER_SCOPE || '';
  }

  getAppname() {
    if (this.pkg.name) return this.pkg.name;
    throw new Error(`name is required from ${path.join(this.options.baseDir, 'package.json')}`);
  }

  getHomedir() {
    return process.env.EGG_HOME || homeDirectory() || '/home/admin';
  }

  /** What config functions are given. `root` is where logs go: the application itself while it is developed or tested. */
  getAppInfo() {
    const { serverEnv: env, serverScope: scope, pkg } = this;
    const { baseDir } = this.options;
    const HOME = this.getHomedir();
    const root = env === 'local' || env === 'unittest' ? baseDir : HOME;
    return { name: this.getAppname(), baseDir, env, scope, HOME, pkg, root };
  }

  /** The directories of the frameworks in the application's prototype chain, the base one first. */
  getEggPaths() {
    // Required late: EggCore itself requires this file.
    const EggCore = require('egg-core/lib/egg');
    const eggPaths = [];
    let proto = Object.getPrototypeOf(this.app);
    for (; proto && proto !== Object.prototype && proto !== EggCore.prototype; proto = Object.getPrototypeOf(proto)) {
      assert(Object.hasOwn(proto, EGG_PATH), 'Symbol.for(\'egg#eggPath\') is required on Application');
      const eggPath = proto[EGG_PATH];
      assert(eggPath && typeof eggPath === 'string', 'Symbol.for(\'egg#eggPath\') should be string');
      assert(unitFiles.exists(eggPath), `${eggPath} not exists`);
      const realpath = unitFiles.realpath(eggPath);
      if (!eggPaths.includes(realpath)) eggPaths.unshift(realpath);
    }
    return eggPaths;
  }

  /** Loads one file; a function that is no class is called with `inject`, by default the application. Absent: null. */
  loadFile(file, ...inject) {
    const resolved = file && this.resolveModule(file);
    if (!resolved) return null;
    const exports = this.requireFile(resolved);
    if (!isFunction(exports) || isClass(exports)) return exports;
    return exports(...(inject.length > 0 ? inject : [ this.app ]));
  }

  requireFile(file) {
    const key = `Require(${this.#requireCount++}) ${utils.getResolvedFilename(file, this.options.baseDir)}`;
    this.timing.start(key);
    const exports = utils.loadFile(file);
    this.timing.end(key);
    return exports;
  }

  /** Enabled plugins in their order, frameworks, the application. Computed once and kept in `dirs`. */
  getLoadUnits() {
    this.dirs ??= [
      ...(this.orderPlugins ?? []).map(plugin => ({ path: plugin.path, type: 'plugin' })),
      ...this.eggPaths.map(eggPath => ({ path: eggPath, type: 'framework' })),
      { path: this.options.baseDir, type: 'app' },
    ];
    return this.dirs;
  }

  /** Loads a directory into `app[property]`; options as FileLoader's. */
  loadToApp(directory, property, options) {
    const target = this.app[property] = {};
    const key = `Load "${String(property)}" to Application`;
    this.timing.start(key);
    new FileLoader({ directory, target, inject: this.app, ...options }).load();
    this.timing.end(key);
  }

  /** Loads a directory onto the context as `ctx[property]`; options as ContextLoader's. */
  loadToContext(directory, property, options) {
    const key = `Load "${String(property)}" to Context`;
    this.timing.start(key);
    new ContextLoader({ directory, property, inject: this.app, ...options }).load();
    this.timing.end(key);
  }

  get FileLoader() {
    return FileLoader;
  }

  get ContextLoader() {
    return ContextLoader;
  }

  /** `config` gives `config.default`, `config.<scope>`, `config.<env>`, `config.<scope>_<env>`, as far as they apply. */
  getTypeFiles(filename) {
    const { serverEnv: env, serverScope: scope } = this;
    const files = [ `${filename}.default` ];
    if (scope) files.push(`${filename}.${scope}`);
    if (env === 'default') return files;
    files.push(`${filename}.${env}`);
    if (scope) files.push(`${filename}.${scope}_${env}`);
    return files;
  }

  /** The file that `require` would load, or undefined. TypeScript sources count only under EGG_TYPESCRIPT=true. */
  resolveModule(file) {
    const resolved = unitFiles.resolve(file);
    if (resolved?.endsWith('.ts') && process.env.EGG_TYPESCRIPT !== 'true') return undefined;
    return resolved;
  }
}

function readEnvFile(baseDir) {
  const file = path.join(baseDir, 'config/env');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
}

/** MOCK_HOME_DIR serves tests; a user without an entry in the password file has only HOME. */
function homeDirectory() {
  if (process.env.MOCK_HOME_DIR) return process.env.MOCK_HOME_DIR;
  try {
    const { homedir } = os.userInfo();
    if (homedir) return homedir;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return os.homedir();
}

function registerTypeScriptPaths({ pkg, options }) {
  if (process.env.EGG_TYPESCRIPT !== 'true' && !pkg.egg?.typescript) return;
  const file = path.join(options.baseDir, 'tsconfig.json');
  if (fs.existsSync(file)) {
    require('internal/egg/tsconfig_paths').register(file);
  } else {
    options.logger.info('[egg:loader] skip register "tsconfig-paths" because tsconfig.json not exists at %s', file);
  }
}

/** The application's package.json; what is wrong with it is said with its path. */
function readPackage(file) {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw error.code === 'ENOENT' ? new Error(`${file} is not found`) : error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    error.message = `${file}: ${error.message}`;
    throw error;
  }
}

for (const mixin of [
  require('egg-core/lib/loader/mixin/plugin'),
  require('egg-core/lib/loader/mixin/config'),
  require('egg-core/lib/loader/mixin/extend'),
  require('egg-core/lib/loader/mixin/custom'),
  require('egg-core/lib/loader/mixin/service'),
  require('egg-core/lib/loader/mixin/middleware'),
  require('egg-core/lib/loader/mixin/controller'),
  require('egg-core/lib/loader/mixin/router'),
  require('egg-core/lib/loader/mixin/custom_loader'),
]) {
  Object.assign(EggLoader.prototype, mixin);
}

module.exports = EggLoader;
