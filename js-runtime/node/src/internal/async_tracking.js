'use strict';

/**
 * The ids of asynchronous resources: which one the running code belongs to, which one made that, and who hears of them (`createHook`).
 *
 * Nothing of it happens before `start`: the first hook that is enabled, or the first question for an id. From then on timers, immediates,
 * nextTick, queueMicrotask, the requests of fs and dns, and AsyncResources have ids; promises, sockets and the like are not announced.
 */

// 1 is the program's first turn, as in Node; 0 what the loop calls by itself.
let lastId = 1;
let current = { id: 1, trigger: 0, resource: {} };
const LOOP = { id: 0, trigger: 0, resource: {} };

/** The enabled hooks: `{ init, before, after, destroy }` each. Replaced, never changed: whoever runs through it keeps what it was. */
let hooks = [];

let started = false;
let warned = false;

function start() {
  if (started) return;
  started = true;
  // What runs after the first turn belongs to the loop.
  process.nextTick(() => { if (current.id === 1) current = LOOP; });
  require('internal/timers').trackWith({ init, run, destroy });
  require('internal/process/tick_queue').trackWith(once);
}

/** A hook that throws ends the process, whatever listens for errors. */
function call(hook, name, ...args) {
  if (hook[name] === undefined) return;
  try {
    hook[name](...args);
  } catch (error) {
    let stack;
    if (typeof error?.stack === 'string') {
      ({ stack } = error);
    } else {
      const holder = { message: String(error), name: 'Error', toString: Error.prototype.toString };
      Error.captureStackTrace(holder, call);
      stack = `Error: ${String(error)}${holder.stack.slice(holder.stack.indexOf('\n'))}`;
    }
    process._rawDebug(stack);
    process.exit(1);
  }
}

function announce(name, ...args) {
  for (const hook of hooks) call(hook, name, ...args);
}

/** The record of a resource that is being made: of the kind `type`, by the code that runs unless `trigger` is given. */
function init(type, resource, trigger = current.id) {
  const id = ++lastId;
  const record = { id, trigger, resource, end: { id, isTold: false } };
  if (hooks.length > 0) announce('init', record.id, type, trigger, resource);
  return record;
}

/** Calls `fn` as the code of a resource. */
function run(record, fn, thisArg, args) {
  const outer = current;
  current = record;
  if (hooks.length > 0) announce('before', record.id);
  try {
    return Reflect.apply(fn, thisArg, args);
  } finally {
    if (hooks.length > 0) announce('after', record.id);
    current = outer;
  }
}

/** Ids of resources that have ended and of which no hook has heard. */
let ended = [];

function tellEnded() {
  const ids = ended;
  ended = [];
  for (const id of ids) announce('destroy', id);
}

/** Tells of the end of a resource, by its record's `end`, which does not hold it. Hooks hear of it in a turn of its own. */
function tellEnd(end) {
  end.isTold = true;
  if (!hearsOfEnds()) return;
  if (ended.push(end.id) === 1) require('internal/timers').untrackedImmediate(tellEnded);
}

function destroy(record) {
  if (!record.end.isTold) tellEnd(record.end);
}

/** A function that calls `callback` as the code of a new resource, which ends with it. */
function once(type, callback, resource = {}) {
  const record = init(type, resource);
  return function(...args) {
    try {
      return run(record, callback, this, args);
    } finally {
      destroy(record);
    }
  };
}

/** `callback` of a request: tied to a resource of its own once somebody wants to know of those. */
function request(type, callback) {
  return started ? once(type, callback) : callback;
}

function enable(hook) {
  if (!warned) {
    warned = true;
    process.emitWarning('Hooks of async_hooks hear of timers, nextTick, queueMicrotask, the requests of fs and dns, and AsyncResources; ' +
      'Coddle does not announce promises and sockets. AsyncLocalStorage follows all of them.');
  }
  start();
  if (!hooks.includes(hook)) hooks = [...hooks, hook];
}

function disable(hook) {
  hooks = hooks.filter((one) => one !== hook);
}

/** The record of the running code: `{ id, trigger, resource }`. Whoever asks for it wants right answers from now on. */
function running() {
  start();
  return current;
}

const hearsOfBeginnings = () => hooks.some((hook) => hook.init !== undefined);
const hearsOfEnds = () => hooks.some((hook) => hook.destroy !== undefined);

module.exports = { destroy, disable, enable, hearsOfBeginnings, hearsOfEnds, init, peek: () => current, request, run, running, tellEnd };
