'use strict';

/** What of an application loads: itself, its plugins, the packages that it depends on. */
const fs = require('fs');
const path = require('path');
const Module = require('module');
const EggLoader = require('egg-core/lib/loader/egg_loader');
const embedded = require('internal/egg/embedded_units');
const { load, shortPath } = require('internal/egg/inspect/application');

/** Development tools whose place `coddle` takes. */
const REPLACED = new Set([ 'egg-bin', 'egg-scripts' ]);

/**
 * `{ application, plugins, packages, files }`.
 *
 * `application`: `{ error }`, null when it loads. A plugin: `{ name, enabled, path, version, builtIn }`. A package of
 * package.json's `dependencies`: `{ name, version, state, error }`; `state` is `loads`, `fails`, `missing`, `builtIn`,
 * `replaced` (by coddle itself) or `passive` (it has nothing to load). `files`: scripts of application and packages that were
 * loaded, full paths.
 */
module.exports = options => {
  const loader = recordLoader();
  let error = null;
  try {
    load(options);
  } catch (thrown) {
    error = problem(thrown);
  }
  return {
    application: { error },
    plugins: Object.values(loader.current?.allPlugins ?? {}).map(plugin => describePlugin(plugin, options.baseDir)),
    packages: packages(options.baseDir),
    files: Object.keys(Module._cache),
  };
};

/** Keeps hold of the loader: an application whose loading fails is never seen. */
function recordLoader() {
  const record = {};
  const { loadPlugin } = EggLoader.prototype;
  EggLoader.prototype.loadPlugin = function (...args) {
    record.current = this;
    return loadPlugin.apply(this, args);
  };
  return record;
}

function describePlugin({ name, enable, path: file, version }, baseDir) {
  return {
    name,
    enabled: Boolean(enable),
    path: file ? shortPath(file, baseDir) : null,
    version: version ?? null,
    builtIn: embedded.isEmbedded(file),
  };
}

function packages(baseDir) {
  const root = path.join(baseDir, 'package.json');
  const require = Module.createRequire(root);
  const { dependencies = {} } = JSON.parse(fs.readFileSync(root, 'utf8'));
  return Object.keys(dependencies).map(name => ({ name, version: null, error: null, ...examine(name, require) }));
}

function examine(name, require) {
  if (REPLACED.has(name)) return { state: 'replaced' };
  if (Module.isBuiltin(name)) return { state: 'builtIn' };
  const directory = require.resolve.paths(name).map(folder => path.join(folder, name)).find(folder => fs.existsSync(folder));
  if (!directory) return { state: 'missing', error: { message: `${name} is not installed`, place: null } };
  const { version = null } = readPackage(directory);
  try {
    require.resolve(name);
  } catch {
    return { state: 'passive', version };
  }
  try {
    require(name);
    return { state: 'loads', version };
  } catch (thrown) {
    return { state: 'fails', version, error: problem(thrown) };
  }
}

function readPackage(directory) {
  const file = path.join(directory, 'package.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

/** An error for a report: its first lines, and the place on disk that it came from. */
function problem(error) {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = String(error?.stack ?? '').match(/(?:\(|at )(\/(?!\$coddle)[^():]+:\d+)/);
  return { message, place: place ? place[1] : null };
}
