'use strict';

/** A worker thread's beginning, in its own world. */

const natives = require('internal/worker/natives');
const { codes } = require('internal/errors');
const { decode } = require('internal/serdes/messages');
const { adoptPort } = require('internal/worker/message_port');

/** Called by script.rs. */
function start() {
  const [threadId, controlNumber] = natives.own();
  const control = adoptPort(controlNumber);
  const ports = [];
  const settings = decode(natives.take(controlNumber), adoptPort, ports);
  const [parentPort] = ports;
  prepareProcess(settings, control);
  require('internal/bootstrap');
  require('internal/process/exceptions').setFatal((error) => control.postMessage(failure(error)));
  require('internal/process/warnings').showWith((text) => process.stderr.write(`${text}\n`));

  require('worker_threads').becomeWorker({
    threadId,
    parentPort,
    workerData: decode(natives.take(controlNumber), adoptPort),
    environmentData: settings.environmentData,
    resourceLimits: settings.resourceLimits,
  });

  control.postMessage({ what: 'online' });
  if (process.execArgv.length > 0 || process.env.NODE_OPTIONS) require('internal/process/start_up').applyOptions();
  const { Module, makeRequire, mainIsUrl, runMain } = require('internal/cjs');
  if (settings.url !== undefined) {
    mainIsUrl(settings.url);
    return;
  }
  if (settings.file !== undefined) {
    runMain(settings.file);
    return;
  }
  const filename = `${process.cwd()}/[worker eval]`;
  const module = new Module('[worker eval]');
  module.filename = filename;
  module.paths = Module._nodeModulePaths(process.cwd());
  // Such a program has these as globals.
  Object.assign(globalThis, { module, exports: module.exports, require: makeRequire(module), __filename: '[worker eval]', __dirname: '.' });
  require('internal/engine').evaluate(settings.code, '[worker eval]', 1, 0, false);
}

/** What the thread tells of the error that ends it. */
function failure(error) {
  const { encode } = require('internal/serdes/messages');
  if (error === null || (error instanceof Error && error.name === 'InternalError' && error.message === 'out of memory')) {
    return { what: 'error', outOfMemory: true };
  }
  try {
    // Properties of its own come along too, as far as they can.
    encode(error);
    return { what: 'error', error };
  } catch {
    return { what: 'error', shown: shown(error) };
  }
}

/** What an error looks like that cannot be handed over; undefined when it cannot be looked at either. */
function shown(error) {
  try {
    return require('util').inspect(error);
  } catch {
    return undefined;
  }
}

/** Of these there is one for all threads: a worker can only look at them. */
const OF_THE_PROCESS = ['abort', 'chdir', 'send', 'disconnect', 'initgroups', 'setgroups', 'setegid', 'seteuid', 'setgid', 'setuid'];

function prepareProcess(settings, control) {
  const program = settings.file ?? (settings.code === undefined ? [] : '[worker eval]');
  process.argv = [process.execPath].concat(program, settings.argv);
  process.execArgv = settings.execArgv;
  process.env = require('internal/process/env').makeEnv(Object.entries(settings.env));
  for (const name of OF_THE_PROCESS) {
    process[name] = function () { throw codes.ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`); };
    process[name].disabled = true;
  }
  for (const name of ['channel', 'connected']) {
    const get = () => { throw codes.ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}`); };
    Object.defineProperty(process, name, { configurable: true, enumerable: false, get });
  }
  for (const name of ['title', 'debugPort']) {
    const value = process[name];
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => value, set() {} });
  }
  const { umask } = process;
  process.umask = (mask) => {
    if (mask !== undefined) throw codes.ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return umask();
  };
  for (const name of ['stdout', 'stderr']) define(name, () => toParent(control, name));
  define('stdin', () => (settings.stdin ? fromParent(control) : empty()));
}

function define(name, make) {
  let stream;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() { return stream === undefined ? (stream = make()) : stream; },
  });
}

function toParent(control, what) {
  const { Writable } = require('stream');
  return new Writable({
    decodeStrings: true,
    write(chunk, encoding, callback) {
      control.postMessage({ what, chunk });
      callback();
    },
  });
}

function fromParent(control) {
  const { Readable } = require('stream');
  const stream = new Readable({ read() { control.ref(); } });
  control.on('message', ({ chunk }) => {
    stream.push(chunk);
    if (chunk === null) control.unref();
  });
  return stream;
}

function empty() {
  const { Readable } = require('stream');
  const stream = new Readable({ read() {} });
  stream.push(null);
  return stream;
}

module.exports = { start };
