'use strict';

/** The loader's part that reads `config/plugin.js` of every framework and the application, and orders what is enabled. */
const assert = require('assert');
const path = require('path');
const sequencify = require('egg-core/lib/utils/sequencify');
const embedded = require('internal/egg/embedded_units');
const unitFiles = require('internal/egg/unit_files');

const LISTS = [ 'dependencies', 'optionalDependencies', 'env' ];

module.exports = {
  /**
   * Sets `lookupDirs`, `eggPlugins`, `appPlugins`, `customPlugins`, `allPlugins` (merged in this order), `orderPlugins`
   * (enabled, in load order) and `plugins` (the same by name).
   */
  loadPlugin() {
    this.timing.start('Load Plugin');
    this.lookupDirs = this.getLookupDirs();
    this.allPlugins = {};
    this.eggPlugins = this.loadEggPlugins();
    this.appPlugins = this.loadAppPlugins();
    this.customPlugins = this.loadCustomPlugins();
    addExtensions(this);
    for (const plugins of [ this.eggPlugins, this.appPlugins, this.customPlugins ]) {
      this._extendPlugins(this.allPlugins, plugins);
    }

    const candidates = {};
    for (const [ name, plugin ] of Object.entries(this.allPlugins)) {
      // Disabled plugins are looked up too: an enabled one may depend on them.
      plugin.path = this.getPluginPath(plugin);
      this.mergePluginConfig(plugin);
      if (isForOtherEnv(this, plugin)) plugin.enable = false;
      else candidates[name] = plugin;
    }
    const enabled = Object.keys(candidates).filter(name => candidates[name].enable);
    this.orderPlugins = this.getOrderPlugins(candidates, enabled, this.appPlugins);
    this.plugins = Object.fromEntries(this.orderPlugins.map(plugin => [ plugin.name, plugin ]));
    this.timing.end('Load Plugin');
  },

  loadAppPlugins() {
    return this.readPluginConfigs(path.join(this.options.baseDir, 'config/plugin.default'));
  },

  loadEggPlugins() {
    return this.readPluginConfigs(this.eggPaths.map(eggPath => path.join(eggPath, 'config/plugin.default')));
  },

  /** Of the environment variable EGG_PLUGINS (JSON) and `options.plugins`; undefined without both. */
  loadCustomPlugins() {
    let plugins = parseEnvironmentPlugins();
    if (this.options.plugins) plugins = { ...plugins, ...this.options.plugins };
    for (const name in plugins) this.normalizePluginConfig(plugins, name);
    return plugins;
  },

  /** Merges `plugin.default` (or `plugin`), then the scope's and environment's files, of one or several directories. */
  readPluginConfigs(configPaths) {
    const directories = [ configPaths ].flat().map(configPath => path.dirname(configPath));
    const plugins = {};
    for (const filename of this.getTypeFiles('plugin')) {
      for (const directory of directories) {
        let file = this.resolveModule(path.join(directory, filename));
        if (!file && filename === 'plugin.default') file = this.resolveModule(path.join(directory, 'plugin'));
        if (!file) continue;
        const config = unitFiles.loadFile(file);
        for (const name in config) this.normalizePluginConfig(config, name, file);
        this._extendPlugins(plugins, config);
      }
    }
    return plugins;
  },

  /** Fills an entry's defaults in place; `true` and `false` become entries that only enable or disable. */
  normalizePluginConfig(plugins, name, configPath) {
    const plugin = plugins[name];
    if (typeof plugin === 'boolean') {
      plugins[name] = {
        name,
        enable: plugin,
        dependencies: [],
        optionalDependencies: [],
        env: [],
        from: configPath,
      };
      return;
    }
    if (!('enable' in plugin)) plugin.enable = true;
    plugin.name = name;
    for (const list of LISTS) plugin[list] = plugin[list] || [];
    plugin.from = configPath;
    moveDep(plugin);
  },

  /** Takes version, dependencies and environments from the package's `eggPlugin` where the entry has none. */
  mergePluginConfig(plugin) {
    const { logger } = this.options;
    const packageFile = path.join(plugin.path, 'package.json');
    let config;
    if (unitFiles.exists(packageFile)) {
      const pkg = unitFiles.requireModule(packageFile);
      config = pkg.eggPlugin;
      if (pkg.version) plugin.version = pkg.version;
    }
    if (!config) {
      logger.warn(`[egg:loader] pkg.eggPlugin is missing in ${packageFile}`);
      return;
    }
    if (config.name && config.strict !== false && config.name !== plugin.name) {
      logger.warn(`[egg:loader] pluginName(${plugin.name}) is different from pluginConfigName(${config.name})`);
    }
    moveDep(config);
    for (const list of LISTS) {
      if (plugin[list].length === 0 && Array.isArray(config[list])) plugin[list] = config[list];
    }
  },

  /** The plugins in load order, with those that are only enabled because another one needs them. */
  getOrderPlugins(allPlugins, enabledPluginNames, appPlugins) {
    if (enabledPluginNames.length === 0) return [];
    const { sequence, missingTasks, recursiveDependencies } = sequencify(allPlugins, enabledPluginNames);
    if (sequence.length === 0) throw sequencifyError(allPlugins, missingTasks, recursiveDependencies);

    const dependents = {};
    const implicit = [];
    for (const name of sequence) {
      const plugin = allPlugins[name];
      for (const dependency of plugin.dependencies) (dependents[dependency] ??= []).push(name);
      if (plugin.enable) continue;
      implicit.push(name);
      plugin.enable = true;
      plugin.implicitEnable = true;
    }
    for (const name in dependents) allPlugins[name].dependents = dependents[name];
    reportImplicit(this.options.logger, implicit, dependents, appPlugins);
    return sequence.map(name => allPlugins[name]);
  },

  /** Where plugins are looked for: the application, frameworks from the top one down, the working directory. */
  getLookupDirs() {
    return new Set([ this.options.baseDir, ...[ ...this.eggPaths ].reverse(), process.cwd() ]);
  },

  getPluginPath(plugin) {
    if (plugin.path) return plugin.path;
    if (plugin.package) {
      assert(isPackageName(plugin.package),
        `plugin ${plugin.name} invalid, use 'path' instead of package: "${plugin.package}"`);
    }
    return this._resolvePluginPath(plugin);
  },

  _resolvePluginPath(plugin) {
    const name = plugin.package || plugin.name;
    const directories = [ ...this.lookupDirs ];
    const directory = unitFiles.resolvePackage(name, directories);
    if (!directory) throw new Error(`Can not find plugin ${name} in "${directories.join(', ')}"`);
    return directory;
  },

  /** Merges entries key by key; a new `path` or `package` takes the place of both. */
  _extendPlugins(target, plugins) {
    for (const name in plugins) {
      const plugin = plugins[name];
      const present = target[name] ??= {};
      if (present.package && present.package === plugin.package) {
        this.options.logger.warn('plugin %s has been defined that is %j, but you define again in %s',
          name, present, plugin.from);
      }
      if (plugin.path || plugin.package) {
        delete present.path;
        delete present.package;
      }
      for (const key in plugin) {
        const value = plugin[key];
        if (value === undefined || (present[key] && isEmptyList(value))) continue;
        present[key] = value;
      }
    }
  },
};

/** Rust extensions are plugins of the framework: the application may disable them, but not put another in their place. */
function addExtensions(loader) {
  const extensions = embedded.plugins();
  for (const name in extensions) {
    const claimed = [ loader.eggPlugins, loader.appPlugins, loader.customPlugins ]
      .map(plugins => plugins?.[name]).find(plugin => plugin?.path || plugin?.package);
    if (claimed) {
      throw new Error(`extension "${name}": a plugin of that name is configured in ${claimed.from ?? 'options.plugins'}`
        + ` (${claimed.path ?? claimed.package}); rename one of them`);
    }
  }
  for (const name in extensions) loader.normalizePluginConfig(extensions, name, 'Rust');
  loader._extendPlugins(loader.eggPlugins, extensions);
}

function parseEnvironmentPlugins() {
  const text = process.env.EGG_PLUGINS;
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // egg ignores what it cannot parse here, and start scripts rely on it.
    return undefined;
  }
}

function isForOtherEnv(loader, plugin) {
  const env = loader.serverEnv;
  if (!env || plugin.env.length === 0 || plugin.env.includes(env)) return false;
  loader.options.logger.info('Plugin %s is disabled by env unmatched, require env(%s) but got env is %s',
    plugin.name, shown(plugin.env), env);
  return true;
}

function isEmptyList(value) {
  return Array.isArray(value) && value.length === 0;
}

/** What `%s` makes of a list, as long as that is simple: inspecting is eight modules, which a start does without otherwise. */
function shown(list) {
  const isSimple = Array.isArray(list) && list.length <= 6 && list.every(name => typeof name === 'string' && /^\w{1,9}$/.test(name));
  return isSimple ? `[ '${list.join("', '")}' ]` : list;
}

function sequencifyError(allPlugins, missing, recursive) {
  const lines = missing.map(name => {
    const requiredBy = Object.keys(allPlugins).filter(other => allPlugins[other].dependencies.includes(name));
    return `\n\t>> Plugin [${name}] is disabled or missed, but is required by [${requiredBy}]`;
  });
  const error = new Error(
    `sequencify plugins has problem, missing: [${missing}], recursive: [${recursive}]${lines.join('')}`);
  error.name = 'PluginSequencifyError';
  return error;
}

function reportImplicit(logger, names, dependents, appPlugins) {
  if (names.length === 0) return;
  const describe = list => list.map(name => `  - ${name} required by [${dependents[name]}]`).join('\n');
  logger.info(`Following plugins will be enabled implicitly.\n${describe(names)}`);
  const disabledByApp = names.filter(name => appPlugins[name]?.enable === false);
  if (disabledByApp.length > 0) {
    logger.warn(
      `Following plugins will be enabled implicitly that is disabled by application.\n${describe(disabledByApp)}`);
  }
}

/** `dep` is the old name of `dependencies`. */
function moveDep(plugin) {
  const hasDependencies = Array.isArray(plugin.dependencies) && plugin.dependencies.length > 0;
  if (!plugin.dep || hasDependencies) return;
  plugin.dependencies = plugin.dep;
  delete plugin.dep;
}

function isPackageName(name) {
  return !name.startsWith('.') && !name.startsWith('/') && !name.includes(':');
}
