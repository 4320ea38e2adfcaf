'use strict';

/** Code that has no file: of `-e`, of `-p`, of stdin. */

const path = require('path');
const { Module, makeRequire } = require('internal/cjs');

/**
 * Runs `code` as a script (not as a module: what it declares is global) that has `require`, `module` and the core modules as globals.
 * `name`: '[eval]' or '[stdin]'; `print`: whether to print what it comes to.
 */
function evaluate(code, name, print) {
  const module = new Module(name);
  module.filename = path.join(process.cwd(), name);
  module.paths = Module._nodeModulePaths(process.cwd());
  const given = { module, exports: module.exports, require: makeRequire(module), __filename: name, __dirname: '.' };
  for (const key of Object.keys(given)) define(key, { value: given[key], writable: true });
  for (const builtin of Module.builtinModules) {
    if (/[/_]/.test(builtin) || builtin in globalThis) continue;
    define(builtin, {
      get: () => require(builtin),
      set(value) { define(builtin, { value, writable: true }); },
    });
  }
  process._eval = code;
  const result = require('vm').runInThisContext(code, { filename: name });
  if (print) console.log(result);
}

function define(name, property) {
  Object.defineProperty(globalThis, name, { configurable: true, enumerable: false, ...property });
}

module.exports = { evaluate };
