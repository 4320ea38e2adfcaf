'use strict';

/**
 * Deprecation notices in the form of the npm package `depd` 2.0: once a call site, on stderr, silenced by
 * `NO_DEPRECATION=*` or `NO_DEPRECATION=<namespace>`, with a stack under `TRACE_DEPRECATION`.
 *
 * A listener for the process event `deprecation` receives a DeprecationError instead of the printed line.
 */
const path = require('path');
const { callSites, location } = require('internal/koa/call_sites');

const startDirectory = process.cwd();

module.exports = depd;

/**
 * @param {string} namespace the library that deprecates, first word of the notice
 * @param {string} [file] the file whose own frames are skipped when the caller is looked for; default: the caller's
 */
function depd(namespace, file) {
  if (!namespace) throw new TypeError('argument namespace is required');

  function deprecate(message) {
    report(deprecate, message);
  }
  deprecate._file = file ?? location(callSites(depd)[0]).file;
  deprecate._ignored = process.noDeprecation === true || lists(process.env.NO_DEPRECATION, namespace);
  deprecate._namespace = namespace;
  deprecate._traced = process.traceDeprecation === true || lists(process.env.TRACE_DEPRECATION, namespace);
  deprecate._warned = new Set();
  deprecate.function = (fn, message) => deprecateFunction(deprecate, fn, message);
  deprecate.property = (object, name, message) => deprecateProperty(deprecate, object, name, message);
  return deprecate;
}

function deprecateFunction(deprecate, fn, message) {
  if (typeof fn !== 'function') throw new TypeError('argument fn must be a function');
  const deprecated = function (...args) {
    report(deprecate, message || fn.name);
    return fn.apply(this, args);
  };
  return Object.defineProperty(deprecated, 'length', { value: fn.length, configurable: true });
}

function deprecateProperty(deprecate, object, name, message) {
  if (!object || (typeof object !== 'object' && typeof object !== 'function')) {
    throw new TypeError('argument obj must be object');
  }
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  if (!descriptor) throw new TypeError('must call property on owner object');
  if (!descriptor.configurable) throw new TypeError('property must be configurable');

  let { value } = descriptor;
  const isData = 'value' in descriptor;
  const get = isData ? () => value : descriptor.get;
  let { set } = descriptor;
  if (isData && descriptor.writable) set = next => { value = next; };

  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: descriptor.enumerable,
    get: get && function () {
      report(deprecate, message || name);
      return get.call(this);
    },
    set: set && function (next) {
      report(deprecate, message || name);
      set.call(this, next);
    },
  });
}

function report(deprecate, message) {
  const listened = process.listenerCount('deprecation') > 0;
  if (!listened && deprecate._ignored) return;

  const frames = callSites(report);
  const at = frames.findIndex(frame => isCaller(location(frame).file, deprecate._file));
  const caller = at < 0 ? undefined : location(frames[at]);
  const key = `${message}__${caller?.file}:${caller?.line}:${caller?.column}`;
  if (deprecate._warned.has(key)) return;
  deprecate._warned.add(key);

  const stack = at < 0 ? [] : frames.slice(at);
  if (listened) process.emit('deprecation', deprecationError(deprecate._namespace, message, stack));
  else process.stderr.write(`${format(deprecate, message, caller, stack)}\n`);
}

/** The first frame outside of the deprecating file and of this module is the code to be changed. */
function isCaller(file, deprecatingFile) {
  return file !== deprecatingFile && !file.endsWith('internal/depd') && !file.endsWith('internal/depd.js');
}

function format(deprecate, message, caller, stack) {
  const color = process.stderr.isTTY === true;
  const trace = deprecate._traced
    ? stack.map(frame => (color ? `\n    \x1b[36mat ${frame}\x1b[39m` : `\n    at ${frame}`)).join('')
    : '';
  const place = caller && !trace
    ? `${path.relative(startDirectory, caller.file)}:${caller.line}:${caller.column}`
    : '';
  if (color) {
    const head = `\x1b[36;1m${deprecate._namespace}\x1b[22;39m \x1b[33;1mdeprecated\x1b[22;39m \x1b[0m${message}\x1b[39m`;
    return head + (trace || (place && ` \x1b[36m${place}\x1b[39m`));
  }
  const head = `${new Date().toUTCString()} ${deprecate._namespace} deprecated ${message}`;
  return head + (trace || (place && ` at ${place}`));
}

function deprecationError(namespace, message, stack) {
  const error = new Error(message);
  error.stack = [ `DeprecationError: ${namespace} deprecated ${message}`, ...stack ].join('\n    at ');
  for (const [ name, value ] of Object.entries({ name: 'DeprecationError', namespace })) {
    Object.defineProperty(error, name, { value, configurable: true, enumerable: false, writable: true });
  }
  return error;
}

function lists(variable, namespace) {
  return (variable || '').split(/[ ,]+/)
    .some(entry => entry === '*' || (entry && entry.toLowerCase() === namespace.toLowerCase()));
}
