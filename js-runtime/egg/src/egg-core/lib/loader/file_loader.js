'use strict';

/**
 * Loads the files of directories into a tree of properties: `app/service/user/profile.js` becomes `target.user.profile`.
 *
 * Options: `directory` (one or several), `target`, `match` and `ignore` (globs; default: every script), `caseStyle` (`camel`,
 * `lower`, `upper` or a function of the relative path), `initializer(exports, { path, pathName })`, `call` (true: functions
 * are called with `inject`), `override` (false: the same property twice is an error), `inject`, `filter(exports)`.
 */
const assert = require('assert');
const path = require('path');
const depd = require('internal/depd');
const unitFiles = require('internal/egg/unit_files');
const { isAsyncFunction, isClass, isFunction, isGeneratorFunction, isPrimitive } = require('internal/koa/function_kind');

/** On every loaded object: the file it came from. */
const FULLPATH = Symbol('EGG_LOADER_ITEM_FULLPATH');
/** On every loaded object: it is an export, not a directory. */
const EXPORTS = Symbol('EGG_LOADER_ITEM_EXPORTS');

const DEFAULTS = {
  directory: null,
  target: null,
  match: undefined,
  ignore: undefined,
  lowercaseFirst: false,
  caseStyle: 'camel',
  initializer: null,
  call: true,
  override: false,
  inject: undefined,
  filter: null,
};

let deprecate;

class FileLoader {
  constructor(options) {
    assert(options.directory, 'options.directory is required');
    assert(options.target, 'options.target is required');
    this.options = { ...DEFAULTS, ...options };
    if (this.options.lowercaseFirst === true) {
      deprecate ??= depd('egg');
      deprecate('lowercaseFirst is deprecated, use caseStyle instead');
      this.options.caseStyle = 'lower';
    }
  }

  /** Loads everything and returns the target. */
  load() {
    for (const item of this.parse()) this.#attach(item);
    return this.options.target;
  }

  /** The items that `load` would attach: `{ fullpath, properties, exports }`, in loading order. */
  parse() {
    const { directory, filter } = this.options;
    const patterns = this.#patterns();
    const items = [];
    for (const root of [ directory ].flat()) {
      const rootName = root.slice(Math.max(root.lastIndexOf('/'), root.lastIndexOf('\\')) + 1);
      for (const file of unitFiles.list(patterns, root)) {
        const fullpath = path.join(root, file);
        if (!unitFiles.isFile(fullpath)) continue;
        const properties = propertiesOf(file, this.options.caseStyle);
        const pathName = `${rootName}.${properties.join('.')}`;
        const exports = exportsOf(fullpath, this.options, pathName);
        if (exports === undefined || exports === null) continue;
        if (isFunction(filter) && filter(exports) === false) continue;
        if (isClass(exports)) {
          exports.prototype.pathName = pathName;
          exports.prototype.fullPath = fullpath;
        }
        items.push({ fullpath, properties, exports });
      }
    }
    return items;
  }

  #patterns() {
    const { match, ignore } = this.options;
    const typescript = process.env.EGG_TYPESCRIPT === 'true' && unitFiles.extensions['.ts'];
    const scripts = typescript ? [ '**/*.(js|ts)', '!**/*.d.ts' ] : [ '**/*.js' ];
    const negations = [ ignore ].flat().filter(Boolean).map(pattern => `!${pattern}`);
    return [ ...(match ? [ match ].flat() : scripts), ...negations ];
  }

  #attach({ fullpath, properties, exports }) {
    const parents = properties.slice(0, -1);
    const name = properties.at(-1);
    let node = this.options.target;
    for (const parent of parents) {
      node[parent] = node[parent] || {};
      node = node[parent];
    }
    if (name in node && !this.options.override) {
      throw new Error(
        `can't overwrite property '${properties.join('.')}' from ${node[name][FULLPATH]} by ${fullpath}`);
    }
    if (exports && !isPrimitive(exports)) {
      exports[FULLPATH] = fullpath;
      exports[EXPORTS] = true;
    }
    node[name] = exports;
  }
}

FileLoader.EXPORTS = EXPORTS;
FileLoader.FULLPATH = FULLPATH;

function exportsOf(fullpath, { initializer, call, inject }, pathName) {
  let exports = unitFiles.loadFile(fullpath);
  if (initializer) exports = initializer(exports, { path: fullpath, pathName });
  if (isClass(exports) || isGeneratorFunction(exports) || isAsyncFunction(exports)) return exports;
  if (!call || !isFunction(exports)) return exports;
  return exports(inject);
}

function propertiesOf(file, caseStyle) {
  if (isFunction(caseStyle)) {
    const properties = caseStyle(file);
    assert(Array.isArray(properties), `caseStyle expect an array, but got ${properties}`);
    return properties;
  }
  return file.slice(0, file.lastIndexOf('.')).split('/').map(segment => {
    if (!/^[a-z][a-z0-9_-]*$/i.test(segment)) {
      throw new Error(`${segment} is not match 'a-z0-9_-' in ${file}`);
    }
    const camel = segment.replace(/[_-]([a-z])/gi, (_, letter) => letter.toUpperCase());
    return firstLetter(camel[0], caseStyle) + camel.slice(1);
  });
}

function firstLetter(letter, caseStyle) {
  if (caseStyle === 'lower') return letter.toLowerCase();
  return caseStyle === 'upper' ? letter.toUpperCase() : letter;
}

module.exports = FileLoader;
