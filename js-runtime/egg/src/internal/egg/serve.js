'use strict';

/**
 * What the host calls to run an application: starts it, gives it the server object that plugins attach to, and says how a
 * request reaches it.
 */
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { performance } = require('perf_hooks');
const { applicationOf, dispatcher, setApplication } = require('internal/koa/hooks');
const { HostServer } = require('internal/egg/host_server');

/**
 * Starts the application; resolves to `{ dispatch, close, name, env, units, steps }`.
 *
 * `options`: egg.start's (`baseDir`, `env`, `framework`) and `environment` (defaults of `process.env`), `title`,
 * `address` (`{ address, port, family }` of the listener).
 */
exports.start = async function start({ environment, title, address, ...options }) {
  for (const [ name, value ] of Object.entries(environment)) process.env[name] ??= value;
  if (title) process.title = title;
  for (const key of Object.keys(options)) {
    if (options[key] === undefined) delete options[key];
  }
  const { start: eggStart } = require('egg');
  const app = await eggStart(options);
  const server = new HostServer(address);
  app.emit('server', server);
  const callback = app.callback();
  return {
    dispatch: dispatcher(setApplication((req, res) => {
      server.emit('request', req, res);
      callback(req, res);
    }, applicationOf(callback)), {
      server,
      created: app.config.logger.enablePerformanceTimer
        ? ctx => { ctx.performanceStarttime = performance.now(); }
        : undefined,
    }),
    /** Bytes that are no HTTP request came; `finish(text)` is what goes out before the connection is closed. */
    clientError(code, remoteAddress, remotePort, finish) {
      const error = new Error('Parse Error');
      Object.assign(error, { code, reason: code, bytesParsed: 0, rawPacket: Buffer.alloc(0) });
      server.emit('clientError', error, new ClosingSocket(remoteAddress, remotePort, finish));
    },
    /** Lets the application end what it began. */
    async close() {
      server.emit('close');
      await app.close();
      await app.agent?.close();
    },
    name: app.name,
    env: app.config.env,
    units: app.loader.getLoadUnits().map(unit => `${unit.type} ${nameOf(unit)}`),
    steps: app.timing.toJSON().filter(item => item.end && item.name.startsWith('Load ')).map(({ name, duration }) => [ name, duration ]),
  };
};

/** What is left of a connection whose request broke: its answer can be written, once. */
class ClosingSocket extends EventEmitter {
  #finish;

  constructor(remoteAddress, remotePort, finish) {
    super();
    Object.assign(this, { remoteAddress, remotePort, writable: true, readable: false, destroyed: false });
    this.#finish = finish;
  }

  end(text = '') {
    if (!this.writable) return this;
    this.writable = false;
    this.#finish(String(text));
    return this;
  }

  destroy() {
    this.destroyed = true;
    return this.end();
  }
}

function nameOf({ path }) {
  return path.slice(path.lastIndexOf('/') + 1);
}
