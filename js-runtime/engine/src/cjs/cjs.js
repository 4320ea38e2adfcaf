// CommonJS as Node's `module` module shows it: real Module objects, `require.cache`, `require.resolve`, patchable
// `Module._resolveFilename` and `Module._extensions`. Finding files is native (resolve.rs).
(function (engine) {
  'use strict';

  // ---- Built-ins ---------------------------------------------------------------------------------------------------

  const builtins = new Map();
  let processObject;

  function builtin(name) {
    let module = builtins.get(name);
    if (module === undefined) {
      module = loadBuiltin(name);
      if (module === undefined) throw new Error(`coddle has no built-in module '${name}'`);
    }
    return module;
  }

  function builtinExports(name) {
    return builtin(name).exports;
  }

  function loadBuiltin(name) {
    const found = engine.builtinFunction(name);
    if (found === undefined) return undefined;
    const module = { id: name, exports: {}, loaded: false };
    builtins.set(name, module);
    if (processObject === undefined && name !== 'process' && engine.hasBuiltin('process')) {
      processObject = builtinExports('process');
    }
    try {
      found[0].call(module.exports, module.exports, builtinExports, module, found[1], processObject);
    } catch (error) {
      builtins.delete(name);
      throw error;
    }
    module.loaded = true;
    return module;
  }

  /** Packages that are there for applications which do not bring their own. */
  const PACKAGES = 'internal/packages/';

  function isBuiltin(request) {
    if (typeof request !== 'string') return false;
    const name = request.startsWith('node:') ? request.slice(5) : request;
    return !name.startsWith('internal/') && engine.hasBuiltin(name);
  }

  // ---- Paths -------------------------------------------------------------------------------------------------------

  function dirname(path) {
    const at = path.lastIndexOf('/');
    if (at < 0) return '.';
    return at === 0 ? '/' : path.slice(0, at);
  }

  function extensionOf(filename) {
    const base = filename.slice(filename.lastIndexOf('/') + 1);
    // The longest registered extension wins: `.test.js` before `.js`.
    let at = base.indexOf('.');
    while (at >= 0) {
      const extension = base.slice(at);
      if (at > 0 && Module._extensions[extension] !== undefined) return extension;
      at = base.indexOf('.', at + 1);
    }
    return '.js';
  }

  // ---- Module ------------------------------------------------------------------------------------------------------

  function Module(id = '', parent) {
    this.id = id;
    this.path = dirname(id);
    // Own, whatever stands on Object.prototype.
    Object.defineProperty(this, 'exports', { value: {}, writable: true, configurable: true, enumerable: true });
    Object.defineProperty(this, 'parent', { value: parent, writable: true, configurable: true, enumerable: false });
    if (parent && parent.children) parent.children.push(this);
    this.filename = null;
    this.loaded = false;
    this.children = [];
  }

  Module._cache = Object.create(null);
  Module._pathCache = Object.create(null);
  Module._extensions = Object.create(null);
  Module.Module = Module;
  Module.isBuiltin = isBuiltin;
  Module.wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
  Module.wrap = (script) => Module.wrapper[0] + script + Module.wrapper[1];

  Object.defineProperty(Module, 'builtinModules', {
    configurable: true,
    enumerable: true,
    get() { return engine.builtinNames(); },
  });

  Module._nodeModulePaths = function (from) {
    const paths = [];
    let folder = from;
    for (;;) {
      if (!folder.endsWith('/node_modules') && folder !== 'node_modules') {
        paths.push(folder === '/' ? '/node_modules' : folder + '/node_modules');
      }
      if (folder === '/' || folder === '' || folder === '.') break;
      folder = dirname(folder);
    }
    return paths;
  };

  Module._resolveLookupPaths = function (request, parent) {
    if (isBuiltin(request)) return null;
    if (isRelative(request)) {
      return [parent && parent.filename ? dirname(parent.filename) : '.'];
    }
    const own = parent && parent.paths ? parent.paths : [];
    return own.concat(Module.globalPaths);
  };

  function isRelative(request) {
    return request === '.' || request === '..' || request.startsWith('./') || request.startsWith('../');
  }

  Module._findPath = function (request, paths) {
    return engine.resolve(request, '/', paths || [], Object.keys(Module._extensions), links.kept) || false;
  };

  /** Whether a file that is found by a symbolic link is known by the link's name (`--preserve-symlinks`). */
  const links = { kept: false, keptForMain: false };

  function invalidValue(message, value) {
    const shown = engine.hasBuiltin('util') ? builtinExports('util').inspect(value) : String(value);
    const error = new TypeError(`${message} Received ${shown}`);
    error.code = 'ERR_INVALID_ARG_VALUE';
    return error;
  }

  function validateRequest(request, name) {
    if (typeof request !== 'string') {
      const shown = request === null ? 'null' : request === undefined ? 'undefined'
        : typeof request === 'object' || typeof request === 'function'
          ? `an instance of ${request.constructor && request.constructor.name}`
          : `type ${typeof request} (${String(request)})`;
      const error = new TypeError(`The "${name}" argument must be of type string. Received ${shown}`);
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
    if (request === '') throw invalidValue(`The argument '${name}' must be a non-empty string.`, request);
  }

  Module._resolveFilename = function (request, parent, isMain, options) {
    validateRequest(request, 'id');
    if (isBuiltin(request)) return request;
    const extensions = Object.keys(Module._extensions);
    const from = parent && parent.filename ? dirname(parent.filename) : processCwd();
    let lookup;
    if (options && options.paths !== undefined) {
      if (!Array.isArray(options.paths)) throw invalidValue("The property 'options.paths' is invalid.", options.paths);
      lookup = [];
      for (const path of options.paths) {
        if (isRelative(request)) lookup.push(path.startsWith('/') ? path : `${processCwd()}/${path}`);
        else lookup.push(...Module._nodeModulePaths(path), ...Module.globalPaths);
      }
    } else {
      lookup = Module._resolveLookupPaths(request, parent) || [];
    }
    const place = placeOf(request, lookup);
    const known = place === undefined ? undefined : Module._pathCache[place];
    if (known !== undefined) return known;
    const found = engine.resolve(request, from, lookup, extensions, isMain ? links.keptForMain : links.kept);
    if (found !== undefined) {
      if (place !== undefined) Module._pathCache[place] = Module._pathCache[placeOf(found)] = found;
      return found;
    }
    if (engine.hasBuiltin(PACKAGES + request)) return PACKAGES + request;

    const requireStack = [];
    for (let cursor = parent; cursor; cursor = cursor.parent) {
      requireStack.push(cursor.filename || cursor.id);
    }
    let message = `Cannot find module '${request}'`;
    if (requireStack.length > 0) message += '\nRequire stack:\n- ' + requireStack.join('\n- ');
    const error = new Error(message);
    error.code = 'MODULE_NOT_FOUND';
    error.requireStack = requireStack;
    throw error;
  };

  /**
   * What a request for a file is known by in Module._pathCache, as in Node; undefined for packages, and for what depends on the
   * working directory. egg's loader asks three times for each of its files: one that was found is not looked for again.
   */
  function placeOf(request, lookup) {
    if (request.startsWith('/')) return `${request}\0`;
    if (lookup.length !== 1 || !isRelative(request) || !lookup[0].startsWith('/')) return undefined;
    return `${request}\0${lookup[0]}`;
  }

  function processCwd() {
    return builtinExports('process').cwd();
  }

  Module._load = function (request, parent, isMain) {
    validateRequest(request, 'id');
    if (request.startsWith('node:')) {
      if (isBuiltin(request)) return builtinExports(request.slice(5));
      const error = new Error(`No such built-in module: ${request}`);
      error.code = 'ERR_UNKNOWN_BUILTIN_MODULE';
      throw error;
    }
    // An application may put something else in a built-in's place, under its bare name.
    if (isBuiltin(request)) return (Module._cache[request] || builtin(request)).exports;
    const filename = Module._resolveFilename(request, parent, isMain);
    if (isBuiltin(filename)) return builtinExports(filename.startsWith('node:') ? filename.slice(5) : filename);
    if (filename.startsWith(PACKAGES)) return builtinExports(filename);
    const cached = Module._cache[filename];
    if (cached !== undefined) {
      if (parent && parent.children && !parent.children.includes(cached)) parent.children.push(cached);
      return cached.loaded === false ? exportsInCycle(cached) : cached.exports;
    }
    const module = new Module(filename, parent);
    if (isMain) {
      builtinExports('process').mainModule = module;
      module.id = '.';
      mainModule = module;
    }
    Module._cache[filename] = module;
    let threw = true;
    try {
      module.load(filename);
      if (cycles !== undefined) cycles.close(module);
      threw = false;
    } finally {
      if (threw) {
        delete Module._cache[filename];
        if (parent && parent.children) {
          const at = parent.children.indexOf(module);
          if (at >= 0) parent.children.splice(at, 1);
        }
      }
    }
    return module.exports;
  };

  /** `internal/module/cycles`, once there was one. */
  let cycles;

  /** What a module that is still loading has exported so far. */
  function exportsInCycle(module) {
    checkNoCycle(module);
    if (cycles === undefined && engine.hasBuiltin('internal/module/cycles')) cycles = builtinExports('internal/module/cycles');
    return cycles === undefined ? module.exports : cycles.open(module);
  }

  let mainModule;

  Module.prototype.load = function (filename) {
    this.filename = filename;
    this.paths = Module._nodeModulePaths(dirname(filename));
    Module._extensions[extensionOf(filename)](this, filename);
    this.loaded = true;
  };

  Module.prototype.require = function (id) {
    return Module._load(id, this, false);
  };

  /** `(content, filename)`: compiles a module by a wrapper of the application's own; undefined as long as there is none. */
  let compileWrapped;

  Module.prototype._compile = function (content, filename) {
    const run = compileWrapped !== undefined ? compileWrapped(content, filename)
      : engine.compileFunction(content, filename, 'exports, require, module, __filename, __dirname');
    return run.call(this.exports, this.exports, makeRequire(this), this, filename, dirname(filename));
  };

  function makeRequire(module) {
    function require(id) {
      return module.require(id);
    }
    require.resolve = function (request, options) {
      validateRequest(request, 'request');
      return Module._resolveFilename(request, module, false, options);
    };
    require.resolve.paths = function (request) {
      validateRequest(request, 'request');
      return Module._resolveLookupPaths(request, module);
    };
    require.main = mainModule;
    require.extensions = Module._extensions;
    require.cache = Module._cache;
    return require;
  }

  Module._extensions['.js'] = function (module, filename) {
    const kind = engine.moduleKind(filename);
    if (kind === 'module') {
      loadModule(module, filename);
      return;
    }
    const source = engine.readSource(filename);
    if (kind === 'commonjs') {
      module._compile(source, filename);
      return;
    }
    // Neither its name nor its package says what it is: what does not compile may be an ES module.
    try {
      module._compile(source, filename);
    } catch (error) {
      if (!(error instanceof SyntaxError) || !engine.hasModuleSyntax(source)) throw error;
      loadModule(module, filename);
    }
  };

  /** ES modules whose evaluation a `require` has begun. */
  const evaluating = new Set();

  function loadModule(module, filename) {
    if (module === mainModule) {
      mainIsModule(filename);
      return;
    }
    evaluating.add(module);
    try {
      module.exports = engine.modules().requireModule(filename, module.parent ? module.parent.filename : undefined);
    } finally {
      evaluating.delete(module);
    }
  }

  let esmMain = false;

  /** Runs the ES module in the file `filename` as the main one; or `source`, which has no file and is called so. */
  function mainIsModule(filename, source) {
    esmMain = true;
    engine.modules().runMain(filename, source);
  }

  /** Runs the ES module of a URL, which has no file, as the main one. */
  function mainIsUrl(url) {
    esmMain = true;
    engine.modules().runUrl(url);
  }

  function checkNoCycle(module) {
    if (!evaluating.has(module)) return;
    const from = module.parent ? ` (from ${module.parent.filename})` : '';
    const error = new Error(`Cannot require() ES Module ${module.filename} in a cycle.${from}`);
    error.code = 'ERR_REQUIRE_CYCLE_MODULE';
    throw error;
  }

  Module._extensions['.json'] = function (module, filename) {
    const content = engine.readSource(filename);
    try {
      module.exports = JSON.parse(content.charCodeAt(0) === 0xfeff ? content.slice(1) : content);
    } catch (error) {
      error.message = filename + ': ' + error.message;
      throw error;
    }
  };

  Module._extensions['.node'] = function (module, filename) {
    const error = new Error(
      `${filename} is a native add-on for Node, which coddle cannot load. ` +
      'Use a package without native code, or provide the function as a Rust extension.');
    error.code = 'ERR_DLOPEN_FAILED';
    throw error;
  };

  // NODE_PATH and the old folders of one's home. They are read when a package is first looked for: most worlds look at no
  // environment before.
  let globalPaths;
  Module._initPaths = function () {
    const env = builtinExports('process').env;
    globalPaths = (env.NODE_PATH ? env.NODE_PATH.split(':').filter(Boolean) : []);
    if (env.HOME) globalPaths.push(env.HOME + '/.node_modules', env.HOME + '/.node_libraries');
    globalPaths.push(dirname(dirname(builtinExports('process').execPath)) + '/lib/node');
  };
  Object.defineProperty(Module, 'globalPaths', {
    configurable: true,
    enumerable: true,
    get() {
      if (globalPaths === undefined) Module._initPaths();
      return globalPaths;
    },
    set(value) { globalPaths = value; },
  });
  Module._preloadModules = function (requests) {
    if (!Array.isArray(requests)) return;
    const parent = new Module('internal/preload', null);
    parent.paths = Module._nodeModulePaths(processCwd());
    for (const request of requests) parent.require(request);
  };
  Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
    engine.modules().syncBuiltins();
  };

  Module.runMain = function runMain(path = builtinExports('process').argv[1]) {
    const filename = Module._resolveFilename(path, null, true);
    if (engine.moduleKind(filename) === 'module') mainIsModule(filename);
    else Module._load(path, null, true);
  };

  Module.createRequire = function (filename) {
    let path = filename;
    if (typeof path === 'object' && path !== null && typeof path.href === 'string') path = path.href;
    if (typeof path === 'string' && path.startsWith('file:')) path = engine.modules().filePath(path);
    if (typeof path !== 'string' || !path.startsWith('/')) {
      throw invalidValue("The argument 'filename' must be a file URL object, file URL string, or absolute path string.", filename);
    }
    const module = new Module(path);
    module.filename = path.endsWith('/') ? path + 'noop.js' : path;
    module.paths = Module._nodeModulePaths(dirname(module.filename));
    return makeRequire(module);
  };

  // What the surface and the layers above reach by name.
  builtins.set('internal/engine', { id: 'internal/engine', exports: engine, loaded: true });
  builtins.set('internal/cjs', {
    id: 'internal/cjs',
    loaded: true,
    exports: {
      Module,
      builtinExports,
      makeRequire,
      readSource: engine.readSource,
      promiseState: engine.promiseState,
      markPromiseHandled: engine.markPromiseHandled,
      links,
      runMain(path) { Module.runMain(path); },
      /** From now on modules are compiled by `compile(content, filename)`. */
      compileBy(compile) { compileWrapped = compile; },
      /** The URL of the main module, when it is an ES module whose evaluation is not over. */
      unsettledMain() {
        return esmMain ? engine.modules().unsettledMain() : undefined;
      },
      /** What a file exports that an ES module imports. */
      loadFile(path) {
        return Module._load(path, undefined, false);
      },
      mainIsModule,
      mainIsUrl,
      modules: engine.modules,
    },
  });
  engine.setRequire(builtinExports);
})
