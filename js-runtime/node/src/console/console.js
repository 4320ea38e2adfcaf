'use strict';

/**
 * `console`: the global console, which writes to process.stdout and process.stderr, and the `Console` constructor.
 * Methods are own properties bound to their console, so that they work when taken off it.
 */

const { codes, isStackOverflowError } = require('internal/errors');
const { validateArray, validateInteger, validateObject, validateOneOf } = require('internal/validators');
const { formatArgs } = require('internal/util/format');

const kState = Symbol('kConsoleState');

/** The options of inspection that colours a stream's text, when it is a terminal. */
function inspectOptionsFor(state, stream) {
  let mode = state.colorMode;
  if (mode === 'auto') mode = stream.isTTY && (typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true);
  const options = state.inspectOptions.get(stream);
  if (options !== undefined) return options.colors === undefined ? { ...options, colors: !!mode } : options;
  return mode ? { colors: true } : undefined;
}

function formatFor(state, stream, args) {
  return formatArgs(inspectOptionsFor(state, stream), args);
}

function swallow() {}

function write(state, stream, text) {
  const { indentation } = state;
  if (indentation !== '') {
    if (text.includes('\n')) text = text.replace(/\n/g, `\n${indentation}`);
    text = indentation + text;
  }
  text += '\n';
  if (!state.ignoreErrors) {
    stream.write(text);
    return;
  }
  // A console on a broken stream stays silent: an 'error' event that this write causes must find a listener.
  if (typeof stream.once !== 'function') {
    try {
      stream.write(text);
    } catch (error) {
      if (isStackOverflowError(error)) throw error;
    }
    return;
  }
  if (stream.destroyed) return;
  const listening = stream.listenerCount('error') === 0;
  if (listening) stream.once('error', swallow);
  try {
    stream.write(text, (error) => {
      if (error !== null && error !== undefined && !stream._writableState?.errorEmitted && stream.listenerCount('error') === 0) {
        stream.once('error', swallow);
      }
    });
  } catch (error) {
    if (isStackOverflowError(error)) throw error;
  } finally {
    if (listening) stream.removeListener('error', swallow);
  }
}

/** What each method does; `state` carries the streams, the indentation, the counters and the timers. */
const methods = {
  log(state, ...args) {
    write(state, state.stdout, formatFor(state, state.stdout, args));
  },

  warn(state, ...args) {
    write(state, state.stderr, formatFor(state, state.stderr, args));
  },

  error(state, ...args) {
    write(state, state.stderr, formatFor(state, state.stderr, args));
  },

  dir(state, object, options) {
    write(state, state.stdout, require('internal/util/inspect').inspect(object, { customInspect: false, ...inspectOptionsFor(state, state.stdout), ...options }));
  },

  time(state, label = 'default') {
    label = `${label}`;
    if (state.timers.has(label)) {
      process.emitWarning(`Label '${label}' already exists for console.time()`);
      return;
    }
    state.timers.set(label, require('perf_hooks').performance.now());
  },

  timeEnd(state, label = 'default') {
    label = `${label}`;
    if (reportTime(state, 'timeEnd', label, [])) state.timers.delete(label);
  },

  timeLog(state, label = 'default', ...data) {
    reportTime(state, 'timeLog', `${label}`, data);
  },

  trace(state, ...args) {
    const error = { name: 'Trace', message: formatFor(state, state.stderr, args) };
    Error.captureStackTrace(error, state.owner.trace);
    const frames = error.stack.slice(error.stack.indexOf('\n    at'));
    write(state, state.stderr, `Trace${error.message ? `: ${error.message}` : ''}${frames.startsWith('\n') ? frames : ''}`);
  },

  assert(state, condition, ...args) {
    if (condition) return;
    args[0] = args.length === 0 ? 'Assertion failed' : `Assertion failed: ${args[0]}`;
    state.owner.warn(...args);
  },

  clear(state) {
    // Only a terminal can be cleared.
    if (state.stdout.isTTY && process.env.TERM !== 'dumb') state.stdout.write('\u001b[1;1H\u001b[0J');
  },

  count(state, label = 'default') {
    label = `${label}`;
    const count = (state.counts.get(label) ?? 0) + 1;
    state.counts.set(label, count);
    state.owner.log(`${label}: ${count}`);
  },

  countReset(state, label = 'default') {
    label = `${label}`;
    if (!state.counts.has(label)) process.emitWarning(`Count for '${label}' does not exist`);
    else state.counts.delete(label);
  },

  group(state, ...data) {
    if (data.length > 0) state.owner.log(...data);
    state.indentation += ' '.repeat(state.groupIndentation);
  },

  groupEnd(state) {
    state.indentation = state.indentation.slice(0, state.indentation.length - state.groupIndentation);
  },

  table(state, data, properties) {
    if (data === null || typeof data !== 'object') return state.owner.log(data);
    if (properties !== undefined) validateArray(properties, 'properties');
    return state.owner.log(require('internal/util/table').tableOf(data, properties, inspectOptionsFor(state, state.stdout)));
  },
};

/** `1.234ms`, `1.234s`, `1:02.345 (m:ss.mmm)`, `1:02:03.456 (h:mm:ss.mmm)`. */
function durationText(ms) {
  let hours = 0;
  let minutes = 0;
  let seconds = 0;
  if (ms >= 1000) {
    if (ms >= 60000) {
      if (ms >= 3600000) {
        hours = Math.floor(ms / 3600000);
        ms %= 3600000;
      }
      minutes = Math.floor(ms / 60000);
      ms %= 60000;
    }
    seconds = ms / 1000;
  }
  if (hours !== 0 || minutes !== 0) {
    const [whole, fraction] = seconds.toFixed(3).split('.');
    const clock = hours !== 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : minutes;
    return `${clock}:${whole.padStart(2, '0')}.${fraction} (${hours !== 0 ? 'h:m' : ''}m:ss.mmm)`;
  }
  if (seconds !== 0) return `${seconds.toFixed(3)}s`;
  return `${Number(ms.toFixed(3))}ms`;
}

function reportTime(state, method, label, data) {
  const start = state.timers.get(label);
  if (start === undefined) {
    process.emitWarning(`No such label '${label}' for console.${method}()`);
    return false;
  }
  const duration = durationText(require('perf_hooks').performance.now() - start);
  if (data.length > 0) state.owner.log('%s: %s', label, duration, ...data);
  else state.owner.log('%s: %s', label, duration);
  return true;
}

const ALIASES = { debug: 'log', info: 'log', dirxml: 'log', groupCollapsed: 'group' };

/** Console methods in Node's order. */
const NAMES = ['log', 'warn', 'dir', 'time', 'timeEnd', 'timeLog', 'trace', 'assert', 'clear', 'count', 'countReset', 'group', 'groupEnd',
  'table', 'debug', 'info', 'dirxml', 'error', 'groupCollapsed'];

function install(target, state) {
  state.owner = target;
  Object.defineProperty(target, kState, { value: state, writable: true, configurable: true });
  for (const name of NAMES) {
    const method = methods[ALIASES[name] ?? name];
    const bound = { [name](...args) { return method(state, ...args); } }[name];
    Object.defineProperty(target, name, { value: bound, writable: true, configurable: true, enumerable: true });
  }
}

function newState(options) {
  return {
    indentation: '', counts: new Map(), timers: new Map(), owner: null, inspectOptions: new Map(),
    colorMode: 'auto', ignoreErrors: true, groupIndentation: 2, ...options,
  };
}

/**
 * `new Console(stdout, stderr = stdout, ignoreErrors = true)` or
 * `new Console({ stdout, stderr, ignoreErrors, colorMode: 'auto' | true | false, inspectOptions, groupIndentation: 2 })`.
 */
function Console(options) {
  if (new.target === undefined) return Reflect.construct(Console, arguments);
  if (!options || typeof options.write === 'function') {
    options = { stdout: options, stderr: arguments[1], ignoreErrors: arguments[2] };
  }
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions, groupIndentation } = options;
  if (!stdout || typeof stdout.write !== 'function') throw codes.ERR_CONSOLE_WRITABLE_STREAM('stdout');
  if (!stderr || typeof stderr.write !== 'function') throw codes.ERR_CONSOLE_WRITABLE_STREAM('stderr');
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  if (groupIndentation !== undefined) validateInteger(groupIndentation, 'groupIndentation', 0, 1000);
  const state = newState({ stdout, stderr, ignoreErrors: !!ignoreErrors, colorMode, groupIndentation: groupIndentation ?? 2 });
  if (inspectOptions !== undefined) {
    validateObject(inspectOptions, 'options.inspectOptions');
    if (inspectOptions.colors !== undefined && options.colorMode !== undefined) {
      throw codes.ERR_INCOMPATIBLE_OPTION_PAIR('options.inspectOptions.color', 'colorMode');
    }
    state.inspectOptions.set(stdout, inspectOptions);
    state.inspectOptions.set(stderr, inspectOptions);
  }
  install(this, state);
  // What a subclass defines wins over the bound methods.
  const own = Object.getPrototypeOf(this);
  if (own !== Console.prototype) {
    for (let holder = own; holder !== null && holder !== Console.prototype; holder = Object.getPrototypeOf(holder)) {
      for (const name of NAMES) {
        if (Object.hasOwn(holder, name)) this[name] = holder[name].bind(this);
      }
    }
  }
  return this;
}

for (const name of NAMES) {
  Console.prototype[name] = { [name](...args) {
    const state = this?.[kState];
    if (state === undefined) throw codes.ERR_INVALID_THIS('Console');
    return methods[ALIASES[name] ?? name](state, ...args);
  } }[name];
}
Object.defineProperty(Console, Symbol.hasInstance, {
  value: (instance) => instance != null && instance[kState] !== undefined,
});

// The global console: its streams are looked up at each call, since programs replace them.
const globalConsole = {};
const globalState = newState({});
let ownStdout;
let ownStderr;
Object.defineProperty(globalState, 'stdout', { get: () => ownStdout ?? process.stdout });
Object.defineProperty(globalState, 'stderr', { get: () => ownStderr ?? process.stderr });
install(globalConsole, globalState);
Object.defineProperty(globalConsole, Symbol.toStringTag, { value: 'console', configurable: true });
// Programs put streams of their own here.
Object.defineProperty(globalConsole, '_stdout', {
  get: () => globalState.stdout,
  set(stream) { ownStdout = stream; },
  configurable: true,
});
Object.defineProperty(globalConsole, '_stderr', {
  get: () => globalState.stderr,
  set(stream) { ownStderr = stream; },
  configurable: true,
});
globalConsole.Console = Console;
// Inspector features that a host without inspector ignores, as Node does without a session.
for (const name of ['profile', 'profileEnd', 'timeStamp']) globalConsole[name] = { [name]() {} }[name];
globalConsole.context = function context() { return {}; };

module.exports = globalConsole;
