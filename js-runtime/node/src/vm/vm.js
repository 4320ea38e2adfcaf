'use strict';

/**
 * `vm`: scripts in this and in other contexts. A context is a realm of the same engine, not a sandbox against hostile code, as in
 * Node. Compiled code cannot be kept: `cachedData` is always rejected, and none is produced.
 */

const engine = require('internal/engine');
const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateInt32, validateObject, validateOneOf, validateString, validateStringArray, validateUint32,
} = require('internal/validators');
const { notBuilt, refusal } = require('internal/not_built');
const { contextify, main, realmOf } = require('internal/vm/contexts');
const { showLine } = require('internal/vm/shown_line');

const DEFAULT_FILENAME = 'evalmachine.<anonymous>';

const constants = Object.freeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
});

function isContext(object) {
  validateObject(object, 'object', { allowArray: true, allowFunction: true });
  return realmOf(object) !== undefined;
}

function contextOf(object, name = 'contextifiedObject') {
  validateObject(object, name, { allowArray: true, allowFunction: true });
  const realm = realmOf(object);
  if (realm === undefined) throw codes.ERR_INVALID_ARG_TYPE(name, 'vm.Context', object);
  return realm;
}

/** `import()` in a script goes by the application's own loader; one that the caller brings is not asked. */
function checkLoader(importer, name) {
  if (importer === undefined || importer === constants.USE_MAIN_CONTEXT_DEFAULT_LOADER) return;
  throw notBuilt(`options.importModuleDynamically of ${name}`, 'Leave it out: import() goes by the application\'s loader.');
}

function checkCachedData(cachedData, name) {
  if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
    throw codes.ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], cachedData);
  }
}

/** What the options say of where the code is: `{ filename, line, indent }`, the latter as spaces before the code. */
function placeOf(options, defaultFilename) {
  const { filename = defaultFilename, lineOffset = 0, columnOffset = 0 } = options;
  validateString(filename, 'options.filename');
  validateInt32(lineOffset, 'options.lineOffset');
  validateInt32(columnOffset, 'options.columnOffset');
  return { filename, line: lineOffset + 1, indent: ' '.repeat(Math.max(columnOffset, 0)) };
}

function runOptions(options) {
  validateObject(options, 'options');
  const { timeout, breakOnSigint = false, displayErrors = true } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  if (breakOnSigint) throw notBuilt('options.breakOnSigint of vm', 'Give options.timeout.');
  return { timeout: timeout ?? 0, displayErrors };
}

function optionsOf(options) {
  if (typeof options === 'string') return { filename: options };
  if (options === undefined || options === null) return {};
  validateObject(options, 'options');
  return options;
}

class Script {
  #code;
  #place;

  constructor(code, options = {}) {
    code = `${code}`;
    options = optionsOf(options);
    const { cachedData, produceCachedData = false, importModuleDynamically } = options;
    const place = placeOf(options, DEFAULT_FILENAME);
    checkCachedData(cachedData, 'options.cachedData');
    validateBoolean(produceCachedData, 'options.produceCachedData');
    checkLoader(importModuleDynamically, 'vm.Script');
    this.#code = place.indent + code;
    this.#place = place;
    // A syntax error shows now, not at the first run.
    this.#evaluate(main, runOptions({ displayErrors: options.displayErrors }), true);
    if (cachedData !== undefined) this.cachedDataRejected = true;
    if (produceCachedData) this.cachedDataProduced = false;
    this.sourceMapURL = /\/\/[#@] sourceMappingURL=(\S+)\s*$/.exec(code)?.[1];
  }

  #evaluate(realm, { timeout, displayErrors }, compileOnly) {
    const began = engine.hrtime();
    try {
      return realm.evaluate(this.#code, this.#place.filename, this.#place.line, timeout, compileOnly);
    } catch (error) {
      // Otherwise the time of a script that runs this one may be over: that one says so.
      const isOver = timeout > 0 && engine.hrtime() - began >= timeout;
      if (isOver && engine.takeTimedOut()) throw codes.ERR_SCRIPT_EXECUTION_TIMEOUT(timeout);
      if (displayErrors) {
        const { filename, line, indent } = this.#place;
        showLine(error, filename, line, indent.length, this.#code.slice(indent.length));
      }
      throw error;
    }
  }

  runInThisContext(options = {}) {
    return this.#evaluate(main, runOptions(options), false);
  }

  runInContext(contextifiedObject, options = {}) {
    const realm = contextOf(contextifiedObject);
    return this.#evaluate(realm, runOptions(options), false);
  }

  runInNewContext(contextObject, options = {}) {
    validateObject(options, 'options');
    return this.runInContext(createContext(contextObject, contextOptions(options)), options);
  }

  /** Empty: nothing compiled can be kept, and whatever is given back as `cachedData` is rejected. */
  createCachedData() {
    return require('buffer').Buffer.alloc(0);
  }
}

/** The options of `runIn...` that concern the making of the context. */
function contextOptions(options) {
  const { contextName, contextOrigin, contextCodeGeneration, microtaskMode } = optionsOf(options);
  if (contextName !== undefined) validateString(contextName, 'options.contextName');
  if (contextOrigin !== undefined) validateString(contextOrigin, 'options.contextOrigin');
  if (contextCodeGeneration !== undefined) validateObject(contextCodeGeneration, 'options.contextCodeGeneration');
  return { name: contextName, origin: contextOrigin, codeGeneration: contextCodeGeneration, microtaskMode };
}

function createContext(contextObject = {}, options = {}) {
  validateObject(contextObject, 'contextObject', { allowArray: true, allowFunction: true });
  if (realmOf(contextObject) !== undefined) return contextObject;
  validateObject(options, 'options');
  const { name, origin, codeGeneration, microtaskMode, importModuleDynamically } = options;
  if (name !== undefined) validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (codeGeneration !== undefined) {
    validateObject(codeGeneration, 'options.codeGeneration');
    const { strings = true, wasm = true } = codeGeneration;
    validateBoolean(strings, 'options.codeGeneration.strings');
    validateBoolean(wasm, 'options.codeGeneration.wasm');
    if (!strings) throw notBuilt('options.codeGeneration.strings: false of vm', 'Leave it out: eval() works in every context.');
  }
  validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate', undefined]);
  if (microtaskMode !== undefined) {
    throw notBuilt('options.microtaskMode of vm', 'Leave it out: all contexts share one queue of promise jobs.');
  }
  checkLoader(importModuleDynamically, 'vm.createContext()');
  return contextify(contextObject);
}

function runInThisContext(code, options) {
  options = optionsOf(options);
  return new Script(code, options).runInThisContext(options);
}

function runInContext(code, contextifiedObject, options) {
  contextOf(contextifiedObject);
  options = optionsOf(options);
  return new Script(code, options).runInContext(contextifiedObject, options);
}

function runInNewContext(code, contextObject, options) {
  options = optionsOf(options);
  const context = createContext(contextObject, contextOptions(options));
  return new Script(code, options).runInContext(context, options);
}

/** A function of `params` with the body `code`, in the context `options.parsingContext` (default: this one). */
function compileFunction(code, params, options = {}) {
  validateString(code, 'code');
  if (params !== undefined) validateStringArray(params, 'params');
  validateObject(options, 'options');
  const { cachedData, produceCachedData = false, parsingContext, contextExtensions = [], importModuleDynamically } = options;
  const place = placeOf(options, '');
  checkCachedData(cachedData, 'options.cachedData');
  validateBoolean(produceCachedData, 'options.produceCachedData');
  const realm = parsingContext === undefined ? main : contextOf(parsingContext, 'options.parsingContext');
  validateArray(contextExtensions, 'options.contextExtensions');
  contextExtensions.forEach((extension, index) => validateObject(extension, `options.contextExtensions[${index}]`, { nullable: true }));
  checkLoader(importModuleDynamically, 'vm.compileFunction()');

  const opened = contextExtensions.map((_, index) => `with (extensions[${index}] || {}) `).join('');
  const text = `(function (extensions) { ${opened}return function (${(params ?? []).join(',')}) {${place.indent}${code}\n}; })`;
  const compiled = realm.evaluate(text, place.filename, place.line, 0, false)(contextExtensions);
  if (cachedData !== undefined) compiled.cachedDataRejected = true;
  if (produceCachedData) compiled.cachedDataProduced = false;
  return compiled;
}

module.exports = {
  Script,
  createContext,
  createScript(code, options) { return new Script(code, options); },
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext,
  compileFunction,
  measureMemory: refusal('vm.measureMemory()', 'process.memoryUsage() tells what the engine uses.'),
  constants,
};
