'use strict';

/** A worker thread's beginning, in its own world. */

const natives = require('internal/worker/natives');
const { codes } = require('internal/errors');
const { decode } = require('internal/serdes/messages');
const { adoptPort } = require('internal/worker/message_port');

/** Called by script.rs. */
function start() {
  const [threadId, controlNumber, bytes] = natives.own();
  const settings = decode(bytes, [], adoptPort);
  const control = adoptPort(controlNumber);
  prepareProcess(settings, control);
  require('internal/bootstrap');
  require('internal/process/exceptions').setFatal((error) => control.postMessage(failure(error)));

  const threads = require('worker_threads');
  const parentPort = adoptPort(settings.messages);
  threads.becomeWorker({
    threadId,
    parentPort,
    workerData: decode(settings.data, settings.dataPorts, adoptPort),
    environmentData: settings.environmentData,
    resourceLimits: settings.resourceLimits,
  });

  control.postMessage({ what: 'online' });
  const { Module, makeRequire, runMain } = require('internal/cjs');
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
    return { what: 'error', shown: require('util').inspect(error) };
  }
}

function prepareProcess(settings, control) {
  process.argv = [process.execPath, settings.file === undefined ? '[worker eval]' : settings.file, ...settings.argv];
  process.execArgv = settings.execArgv;
  process.env = require('internal/process/env').makeEnv(Object.entries(settings.env));
  for (const name of ['chdir', 'initgroups', 'setgroups', 'setegid', 'seteuid', 'setgid', 'setuid']) {
    process[name] = function () { throw codes.ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`); };
  }
  const { umask } = process;
  process.umask = (mask) => {
    if (mask !== undefined) throw codes.ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return umask();
  };
  process.abort = () => { throw codes.ERR_WORKER_UNSUPPORTED_OPERATION('process.abort()'); };
  for (const name of ['stdout', 'stderr']) if (settings[name]) define(name, () => toParent(control, name));
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
