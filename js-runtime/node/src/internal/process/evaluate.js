'use strict';

/** Code that has no file: of `-e`, of `-p`, of stdin. */

const { coded } = require('internal/errors');
const path = require('path');
const { hasModuleSyntax } = require('internal/engine');
const { Module, mainIsModule, makeRequire } = require('internal/cjs');

/** What `--input-type` says that the code is. */
function inputType() {
  const at = process.execArgv.findIndex((option) => /^--input-type(?:=|$)/.test(option));
  if (at < 0) return undefined;
  const option = process.execArgv[at];
  const type = option.includes('=') ? option.slice(option.indexOf('=') + 1) : process.execArgv[at + 1];
  if (type === 'module' || type === 'commonjs') return type;
  throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `--input-type must be "module" or "commonjs". Received '${type}'`);
}

/**
 * Runs `code` as what `--input-type` says; without that as a script, or as an ES module when it is one by its syntax.
 * `name`: '[eval]' or '[stdin]'; `print`: whether to print what it comes to.
 */
function evaluate(code, name, print) {
  const type = inputType();
  if (type === 'module') {
    evaluateModule(code, print);
    return;
  }
  try {
    evaluateScript(code, name, print);
  } catch (error) {
    if (type !== undefined || !(error instanceof SyntaxError) || !hasModuleSyntax(code)) throw error;
    evaluateModule(code, print);
  }
}

function evaluateModule(code, print) {
  if (print) {
    throw coded(TypeError, 'ERR_EVAL_ESM_CANNOT_PRINT', '--print cannot be used with ESM input');
  }
  mainIsModule(path.join(process.cwd(), '[eval1]'), code);
}

/**
 * Runs `code` as a script (not as a module: what it declares is global) that has `require`, `module` and the core modules as globals.
 */
function evaluateScript(code, name, print) {
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
