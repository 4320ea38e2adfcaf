'use strict';

/** `module`: the Module of the loader. */

const { Module, compileBy } = require('internal/cjs');
const { refusal } = require('internal/not_built');

Module.register = refusal('module.register()', 'Loader hooks belong to ES modules; patch Module._resolveFilename for CommonJS.');
Module.findSourceMap = function findSourceMap() { return undefined; };
Module.SourceMap = refusal('module.SourceMap', 'Use the source-map package.');

/** 0 for a file, 1 for a folder, a negative number for what is not there. */
Module._stat = function _stat(path) {
  try {
    return require('fs').statSync(path).isDirectory() ? 1 : 0;
  } catch (error) {
    if (error.errno === undefined) throw error;
    return error.errno;
  }
};

// ---- The wrapper of modules: whoever replaces it, or a part of it, has every module compiled by it from then on. ---------

let { wrap } = Module;

function patched() {
  compileBy((content, filename) => require('vm').runInThisContext(Module.wrap(content), { filename }));
}

const watched = (wrapper) => new Proxy(wrapper, {
  set(target, name, value, receiver) {
    patched();
    return Reflect.set(target, name, value, receiver);
  },
  defineProperty(target, name, descriptor) {
    patched();
    return Reflect.defineProperty(target, name, descriptor);
  },
});

let wrapper = watched(Module.wrapper);

Object.defineProperties(Module, {
  wrap: {
    configurable: true,
    enumerable: true,
    get: () => wrap,
    set(value) {
      patched();
      wrap = value;
    },
  },
  wrapper: {
    configurable: true,
    enumerable: true,
    get: () => wrapper,
    set(value) {
      patched();
      wrapper = watched(value);
    },
  },
});

module.exports = Module;
