'use strict';

/**
 * `process`. The exports object itself is the process object: other modules get it while this one is still loading.
 */

const engine = require('internal/engine');
process = module.exports;

// Modules that load now see `process` half made; these are what they may use at once.
process.version = native.nodeVersion;
process.platform = native.platform;
process.arch = native.arch;
process.env = {};
process.pid = native.pid;

const { codes, ErrnoException, UVException } = require('internal/errors');
const {
  validateArray, validateBoolean, validateInteger, validateNumber, validateObject, validateString, validateUint32, parseFileMode,
} = require('internal/validators');
const EventEmitter = require('events');
const { makeEnv } = require('internal/process/env');
const { nextTick } = require('internal/process/tick_queue');
const warnings = require('internal/process/warnings');
const exceptions = require('internal/process/exceptions');
const { wireSignals } = require('internal/process/signals');
const { defineStreams } = require('internal/process/stdio');
const { lazy } = require('internal/lazy');
const { notBuilt } = require('internal/not_built');

const ProcessClass = { process: function () {} }.process;
const prototype = ProcessClass.prototype = Object.create(EventEmitter.prototype, {
  constructor: { value: ProcessClass, writable: true, configurable: true, enumerable: false },
});
Object.setPrototypeOf(process, prototype);
EventEmitter.call(process);
Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });

// ---- What this is ----------------------------------------------------------------------------------------------------

Object.defineProperty(process, 'version', { value: native.nodeVersion, enumerable: true });
Object.defineProperty(process, 'versions', {
  enumerable: true,
  value: Object.freeze({
    node: native.nodeVersion.slice(1),
    coddle: native.coddleVersion,
    quickjs: native.quickjsVersion,
    modules: '115',
  }),
});
Object.defineProperty(process, 'release', {
  enumerable: true,
  configurable: true,
  value: { name: 'node', lts: 'Iron' },
});
process.features = {
  inspector: false, debug: false, uv: false, ipv6: true, tls_alpn: true, tls_sni: true, tls_ocsp: false, tls: true,
  cached_builtins: true, require_module: false,
};
process.config = { target_defaults: {}, variables: { node_module_version: Number(process.versions.modules) } };
process.execPath = native.execPath;
process.execArgv = [];
process.argv = [native.execPath];
process.argv0 = 'node';
process.moduleLoadList = [];
process.debugPort = 9229;
process.env = makeEnv(native.environment());
process._exiting = false;
process.domain = null;
Object.defineProperty(process, 'ppid', { enumerable: true, configurable: true, get() { return native.ppid(); } });

let title = 'node';
Object.defineProperty(process, 'title', {
  enumerable: true,
  configurable: true,
  get() { return title; },
  set(value) {
    title = String(value);
    native.setTitle(title);
  },
});

// ---- Where and who ---------------------------------------------------------------------------------------------------

process.cwd = function cwd() {
  const path = native.cwd();
  if (typeof path === 'number') throw UVException({ errno: path, syscall: 'uv_cwd' });
  return path;
};

process.chdir = function chdir(directory) {
  validateString(directory, 'directory');
  const errno = native.chdir(directory);
  if (errno < 0) throw UVException({ errno, syscall: 'chdir', path: process.cwd(), dest: directory });
};

process.umask = function umask(mask) {
  if (mask === undefined) return native.umask(-1);
  return native.umask(parseFileMode(mask, 'mask'));
};

for (const [index, name] of ['getuid', 'geteuid', 'getgid', 'getegid'].entries()) {
  process[name] = { [name]() { return native.ids()[index]; } }[name];
}
process.getgroups = function getgroups() { return native.groups(); };

/** The number of a user or group given by number or name; ERR_UNKNOWN_CREDENTIAL for a name that there is not. */
function credential(id, name, kind, find) {
  if (typeof id === 'number') {
    validateUint32(id, name);
    return id;
  }
  if (typeof id !== 'string') throw codes.ERR_INVALID_ARG_TYPE(name, ['number', 'string'], id);
  const number = find(id);
  if (number < 0) throw codes.ERR_UNKNOWN_CREDENTIAL(kind, id);
  return number;
}

/** The error of a system call that Node makes itself, not by libuv: other words, and a positive errno. */
function nativeError(errno, syscall) {
  const [, code, text] = engine.systemErrors().find(([number]) => number === errno);
  const error = new Error(`${code}, ${text[0].toUpperCase()}${text.slice(1)}`);
  return Object.assign(error, { errno: -errno, code, syscall });
}

for (const [name, kind, find] of [
  ['setuid', 'User', native.user], ['seteuid', 'User', native.user],
  ['setgid', 'Group', native.group], ['setegid', 'Group', native.group],
]) {
  process[name] = {
    [name](id) {
      const errno = native.setId(name, credential(id, 'id', kind, find));
      if (errno < 0) throw nativeError(errno, name);
    },
  }[name];
}

process.setgroups = function setgroups(groups) {
  validateArray(groups, 'groups');
  const ids = groups.map((group, i) => credential(group, `groups[${i}]`, 'Group', native.group));
  const errno = native.setGroups(ids);
  if (errno < 0) throw nativeError(errno, 'setgroups');
};

process.initgroups = function initgroups(user, extraGroup) {
  for (const [given, name] of [[user, 'user'], [extraGroup, 'extraGroup']]) {
    if (typeof given !== 'number' && typeof given !== 'string') throw codes.ERR_INVALID_ARG_TYPE(name, ['number', 'string'], given);
  }
  const extra = credential(extraGroup, 'extraGroup', 'Group', native.group);
  const id = credential(user, 'user', 'User', native.user);
  const name = typeof user === 'string' ? user : native.userName(id);
  if (name === '') throw codes.ERR_UNKNOWN_CREDENTIAL('User', user);
  const errno = native.initGroups(name, extra);
  if (errno < 0) throw nativeError(errno, 'initgroups');
};

// ---- Time and memory -------------------------------------------------------------------------------------------------

process.hrtime = function hrtime(time) {
  const [seconds, nanoseconds] = native.monotonic();
  if (time === undefined) return [seconds, nanoseconds];
  validateArray(time, 'time');
  if (time.length !== 2) throw codes.ERR_OUT_OF_RANGE('time', 2, time.length);
  const passed = [seconds - time[0], nanoseconds - time[1]];
  if (passed[1] < 0) {
    passed[0] -= 1;
    passed[1] += 1e9;
  }
  return passed;
};
process.hrtime.bigint = function bigint() {
  const [seconds, nanoseconds] = native.monotonic();
  return BigInt(seconds) * 1000000000n + BigInt(nanoseconds);
};

process.uptime = function uptime() {
  return engine.hrtime() / 1000;
};

process.memoryUsage = function memoryUsage() {
  const heap = engine.memoryUsage();
  return { rss: native.rss(), heapTotal: heap.total, heapUsed: heap.used, external: heap.buffers, arrayBuffers: heap.buffers };
};
process.memoryUsage.rss = function rss() {
  return native.rss();
};

process.constrainedMemory = function constrainedMemory() { return native.memoryLimit(); };
process.availableMemory = function availableMemory() { return native.memoryAvailable(); };

process.cpuUsage = function cpuUsage(previous) {
  if (previous) {
    validateObject(previous, 'prevValue');
    for (const key of ['user', 'system']) {
      validateNumber(previous[key], `prevValue.${key}`);
      if (!(previous[key] >= 0 && previous[key] <= Number.MAX_SAFE_INTEGER)) {
        throw codes.ERR_INVALID_ARG_VALUE.RangeError(`prevValue.${key}`, previous[key]);
      }
    }
  }
  const [user, system] = native.resources();
  if (!previous) return { user, system };
  return { user: user - previous.user, system: system - previous.system };
};

const RESOURCES = [
  'userCPUTime', 'systemCPUTime', 'maxRSS', 'sharedMemorySize', 'unsharedDataSize', 'unsharedStackSize', 'minorPageFault',
  'majorPageFault', 'swappedOut', 'fsRead', 'fsWrite', 'ipcSent', 'ipcReceived', 'signalsCount',
  'voluntaryContextSwitches', 'involuntaryContextSwitches',
];
process.resourceUsage = function resourceUsage() {
  const values = native.resources();
  return Object.fromEntries(RESOURCES.map((name, index) => [name, values[index]]));
};

// ---- Turns, warnings, errors -----------------------------------------------------------------------------------------

process.nextTick = nextTick;
process.emitWarning = warnings.emitWarning;
process.on('warning', warnings.onWarning);
process.setUncaughtExceptionCaptureCallback = exceptions.setCapture;
process.hasUncaughtExceptionCaptureCallback = exceptions.hasCapture;
exceptions.install();

process._rawDebug = function _rawDebug(...args) {
  const text = args.length === 1 && typeof args[0] === 'string' ? args[0] : require('util').format(...args);
  const { Buffer } = require('buffer');
  native.writeAll(2, Buffer.from(`${text}\n`));
};

// ---- Signals and the end ---------------------------------------------------------------------------------------------

process.kill = function kill(pid, signal) {
  // A string of digits is read as a number, as the loose comparison of Node does.
  if (pid != (pid | 0)) throw codes.ERR_INVALID_ARG_TYPE('pid', 'number', pid);
  let number;
  if (typeof signal === 'number') {
    number = signal;
  } else {
    signal = signal || 'SIGTERM';
    number = native.signals[signal];
    if (number === undefined) throw codes.ERR_UNKNOWN_SIGNAL(signal);
  }
  const errno = process._kill(pid | 0, number | 0);
  if (errno < 0) throw ErrnoException(errno, 'kill');
  return true;
};
process._kill = function _kill(pid, number) { return native.kill(pid, number); };

process.abort = () => {
  native.kill(native.pid, native.signals.SIGABRT);
};

let exitCode;
Object.defineProperty(process, 'exitCode', {
  configurable: true,
  enumerable: true,
  get() { return exitCode; },
  set(code) { exitCode = checkedCode(code); },
});

function checkedCode(code) {
  if (code === null || code === undefined) return code;
  let value = code;
  if (typeof code === 'string' && code !== '') {
    value = Number(code);
    if (!Number.isInteger(value)) value = code;
  }
  validateInteger(value, 'code');
  return code;
}

/** The last step: nothing runs after it. Packages (signal-exit) put their own function in its place and call this one. */
process.reallyExit = function reallyExit(code) {
  engine.exit(Number(code) || 0);
};

process.exit = function exit(code) {
  if (arguments.length !== 0) process.exitCode = code;
  if (!process._exiting) {
    process._exiting = true;
    process.emit('exit', Number(process.exitCode) || 0);
  }
  process.reallyExit(Number(process.exitCode) || 0);
};

let allowedFlags;
Object.defineProperty(process, 'allowedNodeEnvironmentFlags', {
  enumerable: true,
  configurable: true,
  get() {
    if (allowedFlags === undefined) allowedFlags = require('internal/process/environment_flags').makeAllowedFlags();
    return allowedFlags;
  },
  set(value) { allowedFlags = value; },
});

/** Code that was compiled from something else keeps its own positions here: source maps are not followed. */
process.setSourceMapsEnabled = function setSourceMapsEnabled(enabled) {
  validateBoolean(enabled, 'enabled');
  if (enabled) throw notBuilt('process.setSourceMapsEnabled(true)', 'Read the positions in the generated code.');
};

Object.defineProperty(process, 'sourceMapsEnabled', { configurable: true, enumerable: true, get: () => false });

/** Sets the variables of a dotenv file that are not set yet. */
process.loadEnvFile = function loadEnvFile(path = '.env') {
  const variables = require('internal/util/parse_env').parseEnv(require('fs').readFileSync(path, 'utf8'));
  for (const [name, value] of Object.entries(variables)) {
    if (!Object.hasOwn(process.env, name)) process.env[name] = value;
  }
};

/** Standard input, flowing. */
process.openStdin = function openStdin() {
  process.stdin.resume();
  return process.stdin;
};

/** Reports are refused; what packages look at when they load is there. */
lazy(process, 'report', () => {
  const advice = 'process.memoryUsage() and process.resourceUsage() tell what the process uses.';
  return {
    writeReport() { throw notBuilt('process.report.writeReport()', advice); },
    getReport() { throw notBuilt('process.report.getReport()', advice); },
    directory: '',
    filename: '',
    compact: false,
    excludeNetwork: false,
    signal: 'SIGUSR2',
    reportOnFatalError: false,
    reportOnSignal: false,
    reportOnUncaughtException: false,
  };
});

/** Node's own checks (deprecated there). */
process.assert = function assert(value, message) {
  warnings.emitDeprecationOnce('process.assert() is deprecated. Please use the `assert` module instead.', 'DEP0100', assert);
  if (!value) throw codes.ERR_ASSERTION(message || 'assertion error');
};

// ---- What is not here ------------------------------------------------------------------------------------------------

process.binding = function binding(name) {
  name = `${name}`;
  throw new Error(`No such module: ${name}`);
};
process._linkedBinding = process.binding;

process.dlopen = function dlopen() {
  throw notBuilt('process.dlopen()', 'Native add-ons for Node cannot be loaded; write the function as a Rust extension.');
};

process.getBuiltinModule = function getBuiltinModule(id) {
  validateString(id, 'id');
  const { Module, builtinExports } = require('internal/cjs');
  if (!Module.isBuiltin(id)) return undefined;
  return builtinExports(id.startsWith('node:') ? id.slice(5) : id);
};

/** What keeps the process alive, as far as JavaScript knows: its timers and immediates. */
process.getActiveResourcesInfo = function getActiveResourcesInfo() {
  return require('internal/timers').activeResources();
};

process._getActiveRequests = function _getActiveRequests() { return []; };
process._getActiveHandles = function _getActiveHandles() { return []; };

defineStreams(process, native);
wireSignals(process, native);
