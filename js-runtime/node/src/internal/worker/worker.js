'use strict';

/** Worker: a thread with a world of its own, as the thread that started it sees it. */

const natives = require('internal/worker/natives');
const EventEmitter = require('events');
const { worker_threads: made } = require('internal/channels');
const { codes } = require('internal/errors');
const { validateArray, validateObject } = require('internal/validators');
const { notBuilt } = require('internal/not_built');
const { KeepAlive } = require('internal/keep_alive');
const { encode, transferList } = require('internal/serdes/messages');
const { adoptPort, drain } = require('internal/worker/message_port');

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
    if (filename.protocol === 'data:') return { url: filename.href };
    return { file: require('url').fileURLToPath(filename) };
  }
  if (typeof filename !== 'string') throw codes.ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  if (path.isAbsolute(filename) || /^\.\.?[\\/]/.test(filename)) return { file: path.resolve(filename) };
  const scheme = ['file://', 'data:'].find((one) => filename.startsWith(one));
  throw codes.ERR_WORKER_PATH(scheme === undefined ? '' : ` Wrap ${scheme} URLs with \`new URL\`.`, filename);
}

/** Throws for what no worker thread can be given on its command line, or by the NODE_OPTIONS of an environment of its own. */
function checkFlags(execArgv, nodeOptions) {
  if (execArgv.length === 0 && nodeOptions === '') return;
  const { refusedByThreads } = require('internal/process/environment_flags');
  const wrong = refusedByThreads(execArgv);
  if (wrong.length > 0) throw codes.ERR_WORKER_INVALID_EXEC_ARGV(`invalid execArgv flags: ${wrong.join(', ')}`);
  const [refused] = refusedByThreads(require('internal/process/options').words(nodeOptions));
  if (refused !== undefined) {
    throw codes.ERR_WORKER_INVALID_EXEC_ARGV(`invalid NODE_OPTIONS env variable: ${refused} is not allowed in NODE_OPTIONS`);
  }
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
    let { execArgv } = options;
    if (options.execArgv) {
      validateArray(options.execArgv, 'options.execArgv');
      const end = options.execArgv.indexOf('--');
      execArgv = options.execArgv.slice(0, end < 0 ? undefined : end).map(String);
    }
    let { argv } = options;
    if (argv) {
      validateArray(argv, 'options.argv');
      argv = argv.map(String);
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
    checkFlags(options.execArgv ? execArgv : [], (options.env && options.env !== process.env && env.NODE_OPTIONS) || '');
    this.#limits = limitsOf(options.resourceLimits);

    require('internal/shared_source').opened();
    const control = natives.channel();
    const messages = natives.channel();
    // First, because it may fail: what is handed over cannot always be.
    const data = encode(options.workerData, transferList(options.transferList));
    const settings = encode({
      ...program,
      argv: argv || [],
      execArgv: execArgv || process.execArgv,
      env,
      environmentData: require('worker_threads').environment,
      resourceLimits: this.#limits,
      stdin: options.stdin === true,
      name: options.name === undefined ? '' : `${options.name}`,
    });
    // The other end of the channel for messages goes along.
    natives.post(control[0], settings.bytes, [messages[1]], settings.shared);
    natives.post(control[0], data.bytes, data.ports, data.shared);

    this.stdin = options.stdin === true ? this.#input() : null;
    for (const name of ['stdout', 'stderr']) {
      this[name] = output();
      // A process of many workers is no leak of listeners.
      if (options[name] !== true) this[name].on('data', (chunk) => process[name].write(chunk));
    }

    this.#control = adoptPort(control[0]);
    this.#control.on('message', (message) => this.#told(message));
    this.#control.unref();
    this.#port = adoptPort(messages[0]);
    this.#port.on('message', (message) => this.emit('message', message));
    this.#port.on('messageerror', (error) => this.emit('messageerror', error));
    this.#port.unref();
    this.#ended = new Promise((resolve) => { this.#tellEnd = resolve; });

    const megabytes = (count) => Math.round(count * 1048576);
    this.#number = natives.start(control[1], {
      heap: megabytes(this.#limits.maxOldGenerationSizeMb + this.#limits.maxYoungGenerationSizeMb),
      stack: megabytes(Math.min(this.#limits.stackSizeMb, 16)),
    }, (error, code) => this.#exit(error ? 1 : code));
    this.#alive.start();
    process.nextTick(() => process.emit('worker', this));
    made.channel?.publish({ worker: this });
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
    drain(this.#port);
    drain(this.#control);
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
function errorOf(message) {
  if (message.outOfMemory) return codes.ERR_WORKER_OUT_OF_MEMORY('JS heap out of memory');
  if ('error' in message) return message.error;
  const text = message.shown === undefined ? codes.ERR_WORKER_UNSERIALIZABLE_ERROR() : new Error(message.shown);
  text.code = 'ERR_WORKER_UNSERIALIZABLE_ERROR';
  return text;
}

module.exports = { Worker, SHARE_ENV };
