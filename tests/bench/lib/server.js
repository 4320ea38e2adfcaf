'use strict';

const fs = require('fs');
const http = require('http');
const net = require('net');
const path = require('path');
const { spawn } = require('child_process');
const { processesOf } = require('./proc');

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Milliseconds after which a silent server is given up. */
const PATIENCE = 30000;

/** A port that was free a moment ago. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * One request on a connection of its own, `cookie` being what the answer has set; rejects with the socket's error.
 * A body is JSON unless `headers` say otherwise.
 */
function ask(port, { method = 'GET', path: target, body, headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const of = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request({ port, host: '127.0.0.1', method, path: target, headers: { ...of, ...headers }, agent: false }, response => {
      const chunks = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({
        status: response.statusCode,
        headers: response.headers,
        type: (response.headers['content-type'] || '').replace(/\s/g, '').toLowerCase(),
        body: Buffer.concat(chunks).toString(),
        cookie: (response.headers['set-cookie'] || []).map(text => text.split(';')[0]).join('; '),
      }));
    });
    request.on('error', reject);
    request.setTimeout(PATIENCE, () => request.destroy(new Error(`no answer to ${method} ${target} in ${PATIENCE} ms`)));
    request.end(body);
  });
}

/** A running server: every process that the command brought about, pinned to one core. */
class Server {
  /**
   * Starts `{ name, command: [program, ...arguments], cwd, env }` on `core` (anywhere without one) and waits until `probe`, a path,
   * answers 200. `firstAnswer` then holds the milliseconds from the start to that answer. The output goes to `log`; a server that ends
   * first or stays silent for `patience` seconds is an error that quotes it.
   */
  static async start({ name, command, cwd, env, port, core, log, probe, patience = 60 }) {
    fs.mkdirSync(path.dirname(log), { recursive: true });
    const output = fs.openSync(log, 'w');
    const started = performance.now();
    const pinned = core === undefined ? command : [ 'taskset', '-c', String(core), ...command ];
    const child = spawn(pinned[0], pinned.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: [ 'ignore', output, output ],
      detached: true, // its own session: see proc.processesOf
    });
    fs.closeSync(output);
    const server = new Server(name, child, port);
    let ended;
    child.on('error', error => { ended = error.message; });
    child.on('exit', (code, signal) => { ended ??= `ended with ${signal || code}`; });

    for (;;) {
      const answer = await ask(port, { path: probe }).catch(error => error);
      if (answer.status === 200) break;
      const waited = (performance.now() - started) / 1000;
      if (!ended && waited > patience) ended = `no answer to GET ${probe} in ${patience} s (${answer.status || answer.code})`;
      if (ended) {
        await server.stop();
        const tail = fs.readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n');
        throw new Error(`${name}: ${ended}\n${command.join(' ')}\n${tail}`);
      }
      // fine enough for a server that is up in a few milliseconds
      await sleep(1);
    }
    server.firstAnswer = performance.now() - started;
    return server;
  }

  constructor(name, child, port) {
    this.name = name;
    this.child = child;
    this.port = port;
    this.firstAnswer = undefined;
  }

  /** The session whose processes are this server. */
  get session() {
    return this.child.pid;
  }

  /** Ends all its processes: asks first, insists after a second (egg would take five to close). */
  async stop() {
    if (!this.session) return;
    const asked = performance.now();
    let signal = 'SIGTERM';
    for (;;) {
      const pids = processesOf(this.session);
      if (!pids.length) return;
      const insist = performance.now() - asked > 1000;
      if (signal === 'SIGTERM' || insist) {
        if (insist) signal = 'SIGKILL';
        for (const pid of pids) {
          try {
            process.kill(pid, signal);
          } catch (error) {
            if (error.code !== 'ESRCH') throw error;
          }
        }
        if (!insist) signal = 'waiting';
      }
      await sleep(20);
    }
  }
}

module.exports = { Server, ask, freePort };
