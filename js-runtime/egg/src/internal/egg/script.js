'use strict';

/**
 * What `require('egg')` gives to a script that is run by itself, as an application's own index.js: its `startCluster` starts this
 * program's cluster. (APP-004) Everything else is the package's that the script has installed.
 */
const assert = require('assert');
const { spawn } = require('child_process');
const fs = require('fs');
const { createRequire } = require('module');
const path = require('path');
const { NotBuiltError } = require('internal/egg/not_built');

const MEMBERS = [
  'start', 'Application', 'Agent', 'AppWorkerLoader', 'AgentWorkerLoader', 'Controller', 'Service', 'Subscription', 'BaseContextClass', 'Boot',
];
/** A master ends by these in order; the script's process passes them on. */
const SIGNALS = [ 'SIGINT', 'SIGQUIT', 'SIGTERM' ];

/** egg-cluster's defaults and checks, as far as they are for the caller to see. (CLU-001, CLU-002) */
function completed(given) {
  const options = { baseDir: process.cwd() };
  for (const [ name, value ] of Object.entries(given ?? {})) {
    if (value !== null && value !== undefined) options[name] = value;
  }
  const pkg = path.join(options.baseDir, 'package.json');
  assert(fs.existsSync(pkg), `${pkg} should exist`);
  options.framework ||= options.customEgg || undefined;
  if (options.https) {
    const { key, cert, ca } = options.https === true ? options : options.https;
    assert(key && fs.existsSync(key), 'options.https.key should exists');
    assert(cert && fs.existsSync(cert), 'options.https.cert should exists');
    assert(!ca || fs.existsSync(ca), 'options.https.ca should exists');
    options.https = { key, cert, ca };
    options.port ??= 8443;
  } else {
    options.https = undefined;
  }
  options.port = parseInt(options.port, 10) || undefined;
  options.workers = parseInt(options.workers, 10) || undefined;
  options.require = options.require === undefined ? [] : [].concat(options.require);
  return options;
}

/**
 * Starts master, agent and workers as processes of their own, which end with this one. `callback` is called when they serve; a start
 * that fails ends this process with the master's code, as under egg, where this process is the master.
 */
function startCluster(options, callback) {
  // A terminal's signals are to come by this process alone.
  const master = spawn(process.execPath, [ 'cluster-master', JSON.stringify(completed(options)) ], {
    stdio: [ 'inherit', 'inherit', 'inherit', 'ipc' ],
    detached: true,
  });
  const pass = signal => master.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  master.on('message', message => {
    if (message.action === 'egg-ready' && callback !== undefined) {
      process.nextTick(callback);
      callback = undefined;
    }
    if (process.connected) process.send(message);
  });
  if (process.connected) {
    process.on('message', message => {
      if (master.connected) master.send(message);
    });
  }
  master.on('error', error => { throw error; });
  master.on('exit', code => process.exit(code ?? 1));
}

/** The file that the script's own require gives for `egg/package.json`; undefined when it is not installed. */
function installed() {
  const from = process.mainModule?.filename ?? path.join(process.cwd(), 'script.js');
  try {
    return createRequire(from).resolve('egg/package.json');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    return undefined;
  }
}

exports.startCluster = startCluster;
const manifest = installed();
for (const name of MEMBERS) {
  Object.defineProperty(exports, name, {
    configurable: true,
    // Who copies all members gets what there is.
    enumerable: manifest !== undefined,
    get() {
      if (manifest === undefined) {
        throw new NotBuiltError(`egg.${name} in a script`, 'it is there for applications; a script that needs it installs the package egg');
      }
      return createRequire(manifest)(path.dirname(manifest))[name];
    },
  });
}
