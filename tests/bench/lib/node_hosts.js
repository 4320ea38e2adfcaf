'use strict';

/** The two hosts of tests/bench/node, and one round of measurements of one of them. */

const path = require('path');
const { execFileSync, spawn } = require('child_process');
const { once } = require('events');
const { setTimeout: delay } = require('timers/promises');
const { scratch } = require('./install');
const { cpuSeconds, memory } = require('./proc');
const { Server, freePort } = require('./server');
const { load } = require('./wrk');

const SCRIPTS = path.resolve(__dirname, '../node-scripts');
/** The core of what is measured, and that of the load. */
const [ SERVER_CORE, LOAD_CORE ] = [ 0, 1 ];

/** `command`: program and arguments before the script's file. */
function host(name, command) {
  return { name, command };
}

const pinned = ({ command }, script, args) => [ 'taskset', '-c', String(SERVER_CORE), ...command, path.join(SCRIPTS, script), ...args.map(String) ];

/** The JSON that a script prints. */
function printed(which, script, ...args) {
  const [ program, ...rest ] = pinned(which, script, args);
  return JSON.parse(execFileSync(program, rest, { encoding: 'utf8', maxBuffer: 1 << 20 }));
}

/** Resident megabytes of a script that waits. */
async function idle(which) {
  const [ program, ...rest ] = pinned(which, 'idle.js', []);
  const child = spawn(program, rest, { detached: true, stdio: [ 'ignore', 'pipe', 'inherit' ] });
  try {
    await Promise.race([ once(child.stdout, 'data'), once(child, 'exit').then(([ code ]) => { throw new Error(`idle.js ended with ${code}`); }) ]);
    // What only the start needed is given back once the script waits.
    await delay(100);
    return memory(child.pid).megabytes;
  } finally {
    child.kill('SIGKILL');
  }
}

/** Requests a second, and microseconds of processor time each, of `http.createServer` under load. */
async function serve(which, seconds) {
  const port = await freePort();
  const server = await Server.start({
    name: which.name,
    command: [ ...which.command, path.join(SCRIPTS, 'server.js'), String(port) ],
    cwd: scratch,
    env: {},
    port,
    core: SERVER_CORE,
    probe: '/',
    log: path.join(scratch, 'node', `${which.name}.log`),
  });
  try {
    const workload = { name: 'hello', path: '/' };
    await load({ port, workload, seconds: 1, core: LOAD_CORE, scratch });
    const before = cpuSeconds(server.session);
    const { requests, perSecond } = await load({ port, workload, seconds, core: LOAD_CORE, scratch });
    return { perSecond, cpu: (cpuSeconds(server.session) - before) / requests * 1e6 };
  } finally {
    await server.stop();
  }
}

/** One round: by name, what was measured. `settings`: { batch: ms an operation, chunks: of the pipeline, seconds: of the HTTP load }. */
async function measure(which, { batch, chunks, seconds }) {
  const { perSecond, cpu } = await serve(which, seconds);
  return {
    ...printed(which, 'buffers.js', batch),
    ...printed(which, 'pipeline.js', chunks),
    perSecond,
    cpu,
    ...printed(which, 'require.js'),
    idle: await idle(which),
  };
}

module.exports = { host, measure };
