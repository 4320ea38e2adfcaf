'use strict';

/** `vm` in the application's own context. Other contexts are not built. */

const engine = require('internal/engine');
const { codes } = require('internal/errors');
const { validateString, validateArray } = require('internal/validators');
const { refusal } = require('internal/not_built');

function filenameOf(options) {
  if (options === undefined || options === null) return 'evalmachine.<anonymous>';
  if (typeof options === 'string') return options;
  if (typeof options !== 'object') throw codes.ERR_INVALID_ARG_TYPE('options', ['Object', 'string'], options);
  const { filename = 'evalmachine.<anonymous>' } = options;
  validateString(filename, 'options.filename');
  return filename;
}

const ADVICE = 'Run the code with vm.runInThisContext() or new Function().';

class Script {
  #code;
  #filename;

  constructor(code, options) {
    this.#code = `${code}`;
    this.#filename = filenameOf(options);
    // A syntax error shows now, not at the first run.
    engine.compileFunction(`return;${this.#code}`.replace(/^return;#!.*/, 'return;'), this.#filename, '');
  }

  runInThisContext() {
    return engine.runScript(this.#code, this.#filename);
  }
}
Script.prototype.runInContext = refusal('vm.Script.runInContext()', ADVICE);
Script.prototype.runInNewContext = refusal('vm.Script.runInNewContext()', ADVICE);
Script.prototype.createCachedData = refusal('vm.Script.createCachedData()', ADVICE);

function runInThisContext(code, options) {
  validateString(code, 'code');
  return engine.runScript(code, filenameOf(options));
}

function compileFunction(code, params, options) {
  validateString(code, 'code');
  if (params !== undefined) validateArray(params, 'params');
  if (options && options.parsingContext !== undefined) throw refusal('vm.compileFunction({ parsingContext })', ADVICE)();
  return engine.compileFunction(code, options && options.filename ? options.filename : '', (params || []).join(','));
}

module.exports = {
  Script,
  createScript(code, options) { return new Script(code, options); },
  runInThisContext,
  compileFunction,
  isContext(object) {
    if (object === null || (typeof object !== 'object' && typeof object !== 'function')) {
      throw codes.ERR_INVALID_ARG_TYPE('object', 'Object', object);
    }
    return false;
  },
  createContext: refusal('vm.createContext()', ADVICE),
  runInContext: refusal('vm.runInContext()', ADVICE),
  runInNewContext: refusal('vm.runInNewContext()', ADVICE),
  measureMemory: refusal('vm.measureMemory()', ADVICE),
  constants: Object.freeze({ __proto__: null }),
};
