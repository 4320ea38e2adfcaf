// What ES modules need of JavaScript: CommonJS files, JSON and built-in modules as modules, `import.meta`, `require` of a
// module, and the main module. Read at a world's first import.
(function (natives, cjs) {
  'use strict';
  const { Module, builtinExports, loadFile } = cjs;

  const hasOwn = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
  const holdsMembers = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  // A module made of values: a function that gives them when it is the module's turn, and their names. (native.rs)
  const describe = (names, evaluate) => [evaluate, ...names];

  // ---- Built-in modules --------------------------------------------------------------------------------------------

  /** Names of the exports of built-in modules that were imported. */
  const builtinNames = new Map();

  function builtin(name) {
    const exports = builtinExports(name);
    const names = holdsMembers(exports) ? Object.keys(exports).filter((key) => key !== 'default') : [];
    builtinNames.set(name, names);
    return describe(['default', ...names], () => [exports, ...names.map((key) => exports[key])]);
  }

  /** `module.syncBuiltinESMExports()`: members that were replaced since are what importers see. */
  function syncBuiltins() {
    for (const [name, names] of builtinNames) {
      const exports = builtinExports(name);
      for (const key of names) natives.setExport(`node:${name}`, key, hasOwn(exports, key) ? exports[key] : undefined);
    }
  }

  // ---- JSON --------------------------------------------------------------------------------------------------------

  /** One value for a file, whoever loads it: `path` is undefined for JSON that is in no file. */
  function json(path, source) {
    if (path === undefined) {
      const value = JSON.parse(source);
      return describe(['default'], () => [value]);
    }
    let module = Module._cache[path];
    if (module === undefined || !module.loaded) {
      module = new Module(path);
      module.filename = path;
      Module._extensions['.json'](module, path);
      module.loaded = true;
      Module._cache[path] = module;
    }
    return describe(['default'], () => [module.exports]);
  }

  // ---- CommonJS ----------------------------------------------------------------------------------------------------

  function commonJs(path, source) {
    const names = namesOf(path, source);
    names.delete('default');
    const list = [...names];
    return describe(['default', ...list], () => {
      const exports = loadFile(path);
      const members = holdsMembers(exports);
      return [exports, ...list.map((name) => (members && hasOwn(exports, name) ? exports[name] : undefined))];
    });
  }

  /** The names that a file exports by its text, with those of the files that it exports whole. */
  function namesOf(path, source, seen = new Set()) {
    seen.add(path);
    const [names, reexports] = natives.exportsOf(source);
    const all = new Set(names);
    if (reexports.length === 0) return all;
    const parent = new Module(path);
    parent.filename = path;
    parent.paths = Module._nodeModulePaths(parent.path);
    for (const request of reexports) {
      const target = fileOf(request, parent);
      if (target === undefined || seen.has(target)) continue;
      for (const name of namesOf(target, cjs.readSource(target), seen)) all.add(name);
    }
    return all;
  }

  /** The file that `request` means, where it is one whose text can be read. What is not there is for the code to find out. */
  function fileOf(request, parent) {
    try {
      const filename = Module._resolveFilename(request, parent, false);
      return filename.startsWith('/') && !/\.(?:json|node)$/.test(filename) ? filename : undefined;
    } catch (error) {
      if (error.code === undefined) throw error;
      return undefined;
    }
  }

  // ---- import.meta -------------------------------------------------------------------------------------------------

  function fillMeta(meta, url) {
    const path = natives.filePath(url);
    if (path !== undefined) {
      meta.dirname = new Module(path).path;
      meta.filename = path;
    }
    meta.resolve = function resolve(specifier) {
      return natives.locate(`${specifier}`, url);
    };
    meta.url = url;
  }

  // ---- require of a module, and the main module --------------------------------------------------------------------

  let facades = 0;

  /** What `require` gives for the module in the file `path`, required by the file `parent`. */
  function requireModule(path, parent) {
    const url = natives.fileUrl(path);
    const exports = evaluated(url, path, parent);
    if (hasOwn(exports, 'module.exports')) return exports['module.exports'];
    if (!hasOwn(exports, 'default') || hasOwn(exports, '__esModule')) return exports;
    // What a bundler's output looks for to tell the default export from the whole.
    const facade = `coddle:required/${++facades}`;
    const name = JSON.stringify(url);
    natives.define(facade, `export * from ${name}; export { default } from ${name}; export const __esModule = true;`);
    return evaluated(facade, path, parent);
  }

  function evaluated(url, path, parent) {
    const promise = natives.evaluate(url);
    const [state, reason] = cjs.promiseState(promise);
    if (state === PENDING) {
      const from = parent ? `\n  From ${parent} ` : '';
      const error = new Error(
        'require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await ' +
        `comes from, use --experimental-print-required-tla.${from}\n  Requiring ${path} `);
      error.code = 'ERR_REQUIRE_ASYNC_MODULE';
      throw error;
    }
    if (state === REJECTED) {
      cjs.markPromiseHandled(promise);
      throw reason;
    }
    return natives.namespace(url);
  }
  const PENDING = 0;
  const REJECTED = 2;

  /** The main module while its evaluation is not over. */
  let unsettled;

  /** Runs the file `path` as the main module; or `source`, which has no file and is called so. */
  function runMain(path, source) {
    const url = natives.fileUrl(path);
    if (source !== undefined) natives.define(url, source);
    runUrl(url);
  }

  /** Runs the module of a URL as the main one. */
  function runUrl(url) {
    unsettled = url;
    // A rejection stays unhandled: it ends the process as an uncaught error.
    import(unsettled).finally(() => { unsettled = undefined; });
  }

  return {
    builtin, json, commonJs, fillMeta, requireModule, runMain, runUrl, syncBuiltins,
    /** The URL of the main module, when its top-level await has not settled. */
    unsettledMain: () => unsettled,
    filePath: natives.filePath,
  };
})
