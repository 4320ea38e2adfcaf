'use strict';

/**
 * What Node's own test files find as `../common`: the same helpers, written for a host whose internals are not Node's. The run
 * (../run) puts this file in the place of the suite's; its neighbours there (tmpdir, fixtures, countdown ...) are Node's.
 */

const assert = require('assert');
const { inspect } = require('util');
const { isMainThread } = require('worker_threads');

if (isMainThread) process.umask(0o022);

const noop = () => {};
const isWindows = process.platform === 'win32';
/** A debug build and a busy machine are slower than what the tests were written for. */
const platformTimeout = ms => (typeof ms === 'bigint' ? ms * 2n : ms * 2);

// ---- Calls that must happen, or must not ---------------------------------------------------------------------------------

const expected = [];

function countsAtExit() {
  const wrong = expected.filter(({ actual, exact, minimum }) => (exact === undefined ? actual < minimum : actual !== exact));
  for (const { name, exact, minimum, actual, place } of wrong) {
    console.log(`Mismatched ${name} function calls. Expected ${exact === undefined ? `at least ${minimum}` : `exactly ${exact}`}, actual ${actual}.\n${place}`);
  }
  if (wrong.length > 0) process.exit(1);
}

function counted(fn, limits) {
  if (typeof fn === 'number') throw new TypeError(`Invalid function: ${fn}`);
  if (process._exiting) throw new Error('Cannot use common.mustCall*() in process exit handler');
  if (expected.length === 0) process.on('exit', code => { if (code === 0) countsAtExit(); });
  const entry = { ...limits, actual: 0, name: fn.name || '<anonymous>', place: new Error().stack.split('\n').slice(3).join('\n') };
  expected.push(entry);
  const wrapped = function(...args) {
    entry.actual++;
    return fn.apply(this, args);
  };
  Object.defineProperties(wrapped, {
    name: { value: fn.name, configurable: true },
    length: { value: fn.length, configurable: true },
  });
  return wrapped;
}

function mustCall(fn = noop, exact = 1) {
  return typeof fn === 'number' ? counted(noop, { exact: fn }) : counted(fn, { exact });
}

function mustCallAtLeast(fn = noop, minimum = 1) {
  return typeof fn === 'number' ? counted(noop, { minimum: fn }) : counted(fn, { minimum });
}

function mustSucceed(fn = noop, exact) {
  return mustCall(function(error, ...args) {
    assert.ifError(error);
    return fn.apply(this, args);
  }, exact);
}

function mustNotCall(message = 'function should not have been called') {
  const place = new Error().stack.split('\n')[2];
  return function mustNotCall(...args) {
    const given = args.length > 0 ? `\ncalled with arguments: ${args.map(one => inspect(one)).join(', ')}` : '';
    assert.fail(`${message} at ${place}${given}`);
  };
}

/** A view of `object` through which nothing can be changed. */
function mustNotMutateObjectDeep(original) {
  const views = new Map();
  const forbid = name => () => assert.fail(`Expected no side effects, got ${name} called`);
  const handler = Object.fromEntries([ 'defineProperty', 'deleteProperty', 'set', 'setPrototypeOf' ].map(name => [ name, forbid(name) ]));
  handler.get = (target, name, receiver) => view(Reflect.get(target, name, receiver));
  function view(value) {
    if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || Array.isArray(value)) return value;
    if (!views.has(value)) views.set(value, new Proxy(value, handler));
    return views.get(value);
  }
  return view(original);
}

// ---- Errors and warnings -------------------------------------------------------------------------------------------------

function expectsError(validator, exact) {
  return mustCall((...args) => {
    assert.strictEqual(args.length, 1, inspect(args));
    const [ error ] = args;
    assert.strictEqual(Object.prototype.propertyIsEnumerable.call(error, 'message'), false);
    assert.throws(() => { throw error; }, validator);
    return true;
  }, exact);
}

/** The warnings that are still to come, by name: functions that check one each. */
let awaited;

function expectWarning(nameOrMap, messages, code) {
  if (awaited === undefined) {
    awaited = {};
    process.on('warning', warning => {
      if (!awaited[warning.name]) throw new TypeError(`"${warning.name}" was triggered without being expected.\n${warning}`);
      awaited[warning.name](warning);
    });
  }
  const await_ = (name, list, of) => {
    if (typeof list === 'string') list = [ [ list, of ] ];
    else if (!Array.isArray(list)) list = Object.entries(list).map(([ key, text ]) => [ text, key ]);
    else if (list.length > 0 && !Array.isArray(list[0])) list = [ [ list[0], list[1] ] ];
    if (name === 'DeprecationWarning') for (const [ , one ] of list) assert(one, list);
    awaited[name] = mustCall(warning => {
      const [ text, key ] = list.shift() || assert.fail(`Unexpected extra warning received: ${warning}`);
      assert.strictEqual(warning.name, name);
      if (text instanceof RegExp) assert.match(warning.message, text);
      else assert.strictEqual(warning.message, text);
      assert.strictEqual(warning.code, key);
    }, list.length);
  };
  if (typeof nameOrMap === 'string') await_(nameOrMap, messages, code);
  else for (const name of Object.keys(nameOrMap)) await_(name, nameOrMap[name]);
}

/** How ERR_INVALID_ARG_TYPE goes on after what was wanted. */
function invalidArgTypeHelper(input) {
  if (input == null) return ` Received ${input}`;
  if (typeof input === 'function') return ` Received function ${input.name}`;
  if (typeof input === 'object') {
    return input.constructor?.name ? ` Received an instance of ${input.constructor.name}` : ` Received ${inspect(input, { depth: -1 })}`;
  }
  const text = inspect(input, { colors: false });
  return ` Received type ${typeof input} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
}

function disableCrashOnUnhandledRejection() {
  process.on('unhandledRejection', noop);
}

// ---- Leaving a test out --------------------------------------------------------------------------------------------------

function printSkipMessage(message) {
  console.log(`1..0 # Skipped: ${message}`);
}

/** Ends the test as one that does not apply here; the run counts it as skipped with this reason. */
function skip(message) {
  printSkipMessage(message);
  process.exit(isMainThread ? 0 : undefined);
}

const skipUnless = (condition, message) => () => { if (!condition()) skip(message); };

// ---- Values --------------------------------------------------------------------------------------------------------------

/** `buffer` seen as each kind of view. */
function getArrayBufferViews(buffer) {
  const { buffer: bytes, byteOffset, byteLength } = buffer;
  const kinds = [ Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
    Float64Array, BigInt64Array, BigUint64Array, DataView ];
  return kinds.filter(kind => byteLength % (kind.BYTES_PER_ELEMENT || 1) === 0).map(kind => (
    new kind(bytes, byteOffset, byteLength / (kind.BYTES_PER_ELEMENT || 1))));
}

function getBufferSources(buffer) {
  return [ ...getArrayBufferViews(buffer), new Uint8Array(buffer).buffer ];
}

function runWithInvalidFD(run) {
  const fs = require('fs');
  let fd = 1 << 30;
  try {
    while (fs.fstatSync(fd--) && fd > 0);
  } catch {
    return run(fd);
  }
  return printSkipMessage('Could not generate an invalid fd');
}

function createZeroFilledFile(name) {
  const fs = require('fs');
  const fd = fs.openSync(name, 'w');
  fs.ftruncateSync(fd, 10 * 1024 * 1024);
  fs.closeSync(fd);
}

/** Collects until `condition` holds; the tests that use it ask for --expose-gc. */
async function gcUntil(name, condition) {
  for (let turn = 0; turn < 10; turn++) {
    await new Promise(resolve => setImmediate(resolve));
    global.gc();
    if (condition()) return;
  }
  throw new Error(`Test ${name} failed`);
}

async function spawnPromisified(...args) {
  const { spawn } = require('child_process');
  const child = spawn(...args);
  let [ stdout, stderr ] = [ '', '' ];
  child.stdout.setEncoding('utf8').on('data', text => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', text => { stderr += text; });
  return new Promise((resolve, reject) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    child.on('error', code => reject({ code, signal: null, stdout, stderr }));
  });
}

const interfaces = () => Object.values(require('os').networkInterfaces()).flat();

const common = module.exports = {
  allowGlobals: noop,
  bits: 64,
  buildType: 'Release',
  canCreateSymLink: () => true,
  checkoutEOL: '\n',
  createZeroFilledFile,
  disableCrashOnUnhandledRejection,
  enoughTestMem: false,
  expectWarning,
  expectsError,
  gcUntil,
  getArrayBufferViews,
  getBufferSources,
  getCallSite: top => new Error().stack.split('\n')[1] || String(top),
  getTTYfd: () => [ 1, 2, 4, 5 ].find(fd => require('tty').isatty(fd)) ?? -1,
  hasCrypto: true,
  hasFipsCrypto: false,
  hasIntl: true,
  hasMultiLocalhost: () => true,
  hasOpenSSL3: true,
  hasOpenSSL31: false,
  hasQuic: false,
  inFreeBSDJail: false,
  invalidArgTypeHelper,
  isAIX: false,
  isAlive: pid => { try { return process.kill(pid, 0); } catch { return false; } },
  isAsan: false,
  isDumbTerminal: process.env.TERM === 'dumb',
  isFreeBSD: false,
  isIBMi: false,
  isLinux: process.platform === 'linux',
  isLinuxPPCBE: false,
  isMainThread,
  isOSX: process.platform === 'darwin',
  isOpenBSD: false,
  isPi: false,
  isSunOS: false,
  isWindows,
  localIPv6Hosts: [ 'localhost' ],
  localhostIPv4: '127.0.0.1',
  mustCall,
  mustCallAtLeast,
  mustNotCall,
  mustNotMutateObjectDeep,
  mustSucceed,
  nodeProcessAborted: (code, signal) => (signal === null ? [ 132, 133, 134 ].includes(code) : [ 'SIGILL', 'SIGTRAP', 'SIGABRT' ].includes(signal)),
  opensslCli: false,
  platformTimeout,
  printSkipMessage,
  pwdCommand: [ 'pwd', [] ],
  requireNoPackageJSONAbove: noop,
  runWithInvalidFD,
  skip,
  skipIf32Bits: noop,
  skipIfDumbTerminal: skipUnless(() => process.env.TERM !== 'dumb', 'skipping - dumb terminal'),
  skipIfInspectorDisabled: () => skip('the inspector is not there'),
  skipIfReportDisabled: () => skip('reports are not there'),
  skipIfWorker: skipUnless(() => isMainThread, 'This test only works on a main thread'),
  spawnPromisified,

  get PIPE() {
    // A path relative to the working folder: those of sockets are short.
    const path = require('path');
    const tmpdir = require('./tmpdir');
    return path.join(path.relative(process.cwd(), tmpdir.path) || '.', `node-test.${process.pid}.sock`);
  },
  get hasIPv6() {
    return interfaces().some(({ address }) => address === '::1');
  },
};

// A name that is not here is a hole in this shim, not an answer of the host's.
module.exports = new Proxy(common, {
  get(target, name) {
    if (typeof name === 'string' && !(name in target) && name !== 'then') throw new Error(`the suite's shim has no common.${name}`);
    return target[name];
  },
});
