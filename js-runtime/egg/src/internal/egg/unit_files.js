'use strict';

/**
 * Files of load units, on disk or embedded: finding one as `require` would, listing a directory by glob patterns, loading.
 */
const fs = require('fs');
const path = require('path');
const Module = require('module');
const embedded = require('internal/egg/embedded_units');
const glob = require('internal/egg/glob');

// Everything that the loader requires is an absolute path; the anchor only has to be one.
const requireFrom = Module.createRequire(embedded.pathOf('egg-core/lib/utils/index.js'));

exports.extensions = Module._extensions;
exports.exists = file => (embedded.isEmbedded(file) ? embedded.exists(file) : fs.existsSync(file));
exports.realpath = file => (embedded.isEmbedded(file) ? file : fs.realpathSync(file));
exports.isFile = file => embedded.isEmbedded(file) || fs.statSync(file).isFile();
exports.resolve = resolve;
exports.requireModule = requireModule;
exports.loadFile = loadFile;
exports.list = list;
exports.resolvePackage = resolvePackage;

/** The file that `require(file)` would load (extension and `index` are optional), or undefined. */
function resolve(file) {
  if (embedded.isEmbedded(file)) return embedded.resolve(file);
  try {
    return requireFrom.resolve(file);
  } catch {
    return undefined;
  }
}

function requireModule(file) {
  return embedded.isEmbedded(file) ? embedded.load(file) : requireFrom(file);
}

/**
 * The exports of a module, `default` of a transpiled ES module, or the bytes of a file that is no module.
 * An error keeps its type and stack, and its message says which file failed.
 */
function loadFile(file) {
  try {
    const extension = path.extname(file);
    if (extension && !Module._extensions[extension]) return fs.readFileSync(file);
    const loaded = requireModule(file);
    if (!loaded || !loaded.__esModule) return loaded;
    return 'default' in loaded ? loaded.default : loaded;
  } catch (error) {
    error.message = `[egg-core] load file: ${file}, error: ${error.message}`;
    throw error;
  }
}

/** Files under `directory` that match glob patterns (`!` negates), relative, in loading order. */
function list(patterns, directory) {
  return embedded.isEmbedded(directory)
    ? glob.filter(patterns, embedded.list(directory))
    : glob.sync(patterns, directory);
}

/** The directory of an installed or built-in package, or undefined. `paths`: where to look for node_modules. */
function resolvePackage(name, paths) {
  if (embedded.hasPackage(name)) return embedded.pathOf(name);
  try {
    return path.dirname(requireFrom.resolve(`${name}/package.json`, { paths }));
  } catch {
    return undefined;
  }
}
