'use strict';

/** Worker: a thread with a world of its own, as the thread that started it sees it. */

const natives = require('internal/worker/natives');
const EventEmitter = require('events');
const { codes } = require('internal/errors');
const { validateArray, validateObject } = require('internal/validators');
const { notBuilt } = require('internal/not_built');
const { KeepAlive } = require('internal/keep_alive');
const { encode, transferList } = require('internal/serdes/messages');
const { adoptPort } = require('internal/worker/message_port');

const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');

/** In MiB, as Node's; a heap has one part here, and the young generation's size is added to the old one's. */
const DEFAULT_LIMITS = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 2048, codeRangeSizeMb: 0, stackSizeMb: 4 };

function limitsOf(given) {
  const limits = { ...DEFAULT_LIMITS };
  if (given != null && typeof given === 'object') {
    for (const name of Object.keys(limits)) if (typeof given[name] === 'number') limits[name] = Math.max(0, given[name]);
  }
  return limits;
}

/** What runs: a file's path, or a program's text. */
function programOf(filename, options) {
  if (options.eval) {
    if (typeof filename !== 'string') {
      throw codes.ERR_INVALID_ARG_VALUE('options.eval', options.eval, "must be false when 'filename' is not a string");
    }
    return { code: filename };
  }
  const path = require('path');
  if (filename !== null && typeof filename === 'object' && typeof filename.href === 'string') {
    if (filename.protocol === 'data:') throw notBuilt('worker_threads.Worker of a data: URL', 'Pass its text with { eval: true }.');
    return { file: require('url').fileURLToPath(filename) };
  }
  if (typeof filename !== 'string') throw codes.ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  if (path.isAbsolute(filename) || /^\.\.?[\\/]/.test(filename)) return { file: path.resolve(filename) };
  throw codes.ERR_WORKER_PATH(filename);
}

class Worker extends EventEmitter {
  #number;
  #control;
  #port;
  #alive = new KeepAlive('Worker');
  #ended;
  #tellEnd;
  #limits;

  constructor(filename, options = {}) {
    super();
    validateObject(options, 'options');
    if (options.execArgv) validateArray(options.execArgv, 'options.execArgv');
    let { argv } = options;
    if (argv) {
      validateArray(argv, 'options.argv');
      argv = argv.map((arg) => `${arg}`);
    }
    if (options.env === SHARE_ENV) {
      throw notBuilt('worker_threads.SHARE_ENV', "Hand over what the worker needs by 'env' or 'workerData'.");
    }
    if (options.env != null && typeof options.env !== 'object') {
      throw codes.ERR_INVALID_ARG_TYPE('options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'], options.env);
    }
    const program = programOf(filename, options);
    const env = {};
    for (const [name, value] of Object.entries(options.env || process.env)) env[name] = `${value}`;
    this.#limits = limitsOf(options.resourceLimits);

    require('internal/shared_source').opened();
    const control = natives.channel();
    const messages = natives.channel();
    // First, because it may fail: what is handed over cannot always be.
    const data = encode(options.workerData, transferList(options.transferList));
    const settings = encode({
      ...program,
      argv: argv || [],
      execArgv: options.execArgv || process.execArgv,
      env,
      messages: messages[1],
      data: new Uint8Array(data.bytes),
      dataPorts: data.ports,
      environmentData: require('worker_threads').environment,
      resourceLimits: this.#limits,
      stdin: options.stdin === true,
      stdout: options.stdout === true,
      stderr: options.stderr === true,
      name: options.name === undefined ? '' : `${options.name}`,
    });

    this.stdin = options.stdin === true ? this.#input() : null;
    this.stdout = output();
    this.stderr = output();
    if (options.stdout !== true) this.stdout.push(null);
    if (options.stderr !== true) this.stderr.push(null);

    this.#control = adoptPort(control[0]);
    this.#control.on('message', (message) => this.#told(message));
    this.#control.unref();
    this.#port = adoptPort(messages[0]);
    this.#port.on('message', (message) => this.emit('message', message));
    this.#port.on('messageerror', (error) => this.emit('messageerror', error));
    this.#port.unref();
    this.#ended = new Promise((resolve) => { this.#tellEnd = resolve; });

    const megabytes = (count) => Math.round(count * 1048576);
    this.#number = natives.start(control[1], settings.bytes, {
      heap: megabytes(this.#limits.maxOldGenerationSizeMb + this.#limits.maxYoungGenerationSizeMb),
      stack: megabytes(Math.min(this.#limits.stackSizeMb, 16)),
    }, (error, code) => this.#exit(error ? 1 : code));
    this.#alive.start();
    process.nextTick(() => process.emit('worker', this));
  }

  #told(message) {
    switch (message.what) {
      case 'online': this.emit('online'); return;
      case 'error': this.emit('error', errorOf(message)); return;
      case 'stdout': this.stdout.push(message.chunk); return;
      case 'stderr': this.stderr.push(message.chunk); return;
      default: throw new Error(`a worker thread sent '${message.what}', which has no meaning`);
    }
  }

  #exit(code) {
    // What it has said before its end comes before the word of it.
    this.#port.drain();
    this.#control.drain();
    this.#port.close();
    this.#control.close();
    if (!this.stdout.readableEnded) this.stdout.push(null);
    if (!this.stderr.readableEnded) this.stderr.push(null);
    this.#number = undefined;
    this.#alive.stop();
    this.#tellEnd(code);
    this.emit('exit', code);
    this.removeAllListeners();
  }

  #input() {
    const { Writable } = require('stream');
    return new Writable({
      write: (chunk, encoding, callback) => {
        this.#control.postMessage({ what: 'stdin', chunk });
        callback();
      },
      final: (callback) => {
        this.#control.postMessage({ what: 'stdin', chunk: null });
        callback();
      },
    });
  }

  postMessage(...args) {
    if (this.#number !== undefined) this.#port.postMessage(...args);
  }

  /** Ends the thread wherever it is: a promise of the exit code, undefined when it had ended before. */
  terminate(callback) {
    if (typeof callback === 'function') {
      process.emitWarning('Passing a callback to worker.terminate() is deprecated. It returns a Promise instead.', 'DeprecationWarning', 'DEP0132');
      this.once('exit', (code) => callback(null, code));
    }
    if (this.#number === undefined) return Promise.resolve();
    natives.stop(this.#number);
    this.#alive.ref();
    return this.#ended;
  }

  ref() {
    this.#alive.ref();
  }

  unref() {
    this.#alive.unref();
  }

  get threadId() {
    return this.#number === undefined ? -1 : this.#number;
  }

  get resourceLimits() {
    return this.#number === undefined ? {} : { ...this.#limits };
  }

  getHeapSnapshot() {
    return Promise.reject(notBuilt('worker.getHeapSnapshot()', 'The engine is QuickJS.'));
  }
}

function output() {
  const { Readable } = require('stream');
  return new Readable({ read() {} });
}

/** The error that ended a thread. */
function errorOf({ error, shown, outOfMemory }) {
  if (outOfMemory) return codes.ERR_WORKER_OUT_OF_MEMORY('JS heap out of memory');
  if (shown !== undefined) {
    const text = new Error(shown);
    text.code = 'ERR_WORKER_UNSERIALIZABLE_ERROR';
    return text;
  }
  return error;
}

module.exports = { Worker, SHARE_ENV };
