'use strict';

/**
 * What the host calls to run an application: starts it, gives it the server object that plugins attach to, and says how a
 * request reaches it.
 */
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { applicationOf, dispatcher, setApplication } = require('internal/koa/hooks');
const { written } = require('egg-logger/lib/closing_streams');
const { HostServer } = require('internal/egg/host_server');

/**
 * Joins the cluster: gives `process` its channel to the master. Returns `{ deliver, ended }`, see `internal/egg/process_channel`.
 */
exports.connect = channel => require('internal/egg/process_channel').open(channel);

/**
 * Starts what `role` says: `single` (agent and application in this process), or `agent` or `app` of a cluster. Resolves to
 * `{ name, env, units, steps, cluster, development, terminating, disconnected, exit }`, and `serve(address, close)` unless it is an agent.
 *
 * `options`: egg.start's (`baseDir`, `env`, `framework`) and `environment` (variables over those of `process.env`), `title`.
 */
exports.start = async function start(role, { environment, title, ...options }) {
  // As in Node: the channel to a parent is the process's own, and no child's.
  delete process.env.NODE_CHANNEL_FD;
  Object.assign(process.env, environment);
  if (title) process.title = title;
  if (options.typescript) require('internal/egg/typescript').register(options);
  if (role === 'single') {
    const app = await require('egg').start(options);
    return { ...description(app), serve: (...listener) => serve(app, ...listener), exit: () => closeSingle(app) };
  }
  const Member = require('internal/egg/member');
  const member = new Member(role);
  const app = await member.start(title ? { ...options, title } : options);
  return {
    ...description(app),
    serve: (...listener) => serve(app, ...listener),
    terminating: signal => member.terminating(signal),
    disconnected: () => member.disconnected(),
    exit: code => member.exit(code),
  };
};

/** What the host says of the application, and what of its configuration concerns the host. */
function description(app) {
  const { listen, https, admin } = app.config.cluster ?? {};
  return {
    name: app.name,
    env: app.config.env,
    units: app.loader.getLoadUnits().map(unit => `${unit.type} ${nameOf(unit)}`),
    steps: app.timing.toJSON().filter(item => item.end && item.name.startsWith('Load ')).map(({ name, duration }) => [ name, duration ]),
    cluster: JSON.stringify({ listen, https, admin: admin || undefined }),
    development: JSON.stringify(app.config.development ?? {}),
  };
}

/**
 * Lets the application answer requests: gives it its server. Returns `{ dispatch, clientError, takesUpgrades,
 * handOver, closed }`.
 *
 * `address`: of the listener, as `server.address()` gives it; `close()` is called when the application closes the server;
 * `limits`: those that `app.server` shows; `setLimit(key, number)` changes one of the listener's, gives why not if it cannot.
 */
function serve(app, address, close, limits, setLimit) {
  configure(app.config.httpLimits, setLimit);
  const server = new HostServer(address, close, limits, setLimit);
  const callback = app.callback();
  server.on('request', callback);
  app.emit('server', server);
  return {
    dispatch: dispatcher(setApplication((req, res) => {
      server.emit('request', req, res);
    }, applicationOf(callback)), {
      server,
      listener: callback,
      created: app.config.logger.enablePerformanceTimer
        ? ctx => { ctx.performanceStarttime = performance.now(); }
        : undefined,
    }),
    /**
     * What came is no request that can be served, or did not come in time; `finish(text)` is what goes out before the connection
     * is closed. `packet`: the bytes that showed it, if any did.
     */
    clientError(code, reason, bytesParsed, packet, remoteAddress, remotePort, finish) {
      const error = new Error(code.startsWith('HPE_') ? `Parse Error: ${reason}` : reason);
      error.code = code;
      if (packet) {
        const { buffer, byteOffset, byteLength } = packet;
        Object.assign(error, { reason, bytesParsed, rawPacket: Buffer.from(buffer, byteOffset, byteLength) });
      }
      server.emit('clientError', error, new ClosingSocket(remoteAddress, remotePort, finish));
    },
    takesUpgrades: () => server.listenerCount('upgrade') > 0,
    /** `bytes` of the connection were read already; they begin with a request for another protocol. */
    handOver: (handle, bytes, secure) => server.takeOver(handle, bytes, secure),
    /** The last connection is gone. */
    closed() {
      server.emit('close');
    },
  };
}

/** Takes over `config.httpLimits`, which docs/http-limits.md explains. */
function configure(limits = {}, setLimit) {
  for (const [ key, value ] of Object.entries(limits)) {
    const refusal = typeof value === 'number'
      ? setLimit(key, value)
      : `config.httpLimits.${key} must be a number, but is ${require('util').inspect(value)}`;
    if (refusal) throw new RangeError(refusal);
  }
}

/** Lets the application end what it began. */
async function closeSingle(app) {
  await app.close();
  await app.agent?.close();
  await written();
}

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
