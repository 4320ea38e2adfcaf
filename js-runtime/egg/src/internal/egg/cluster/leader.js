'use strict';

/**
 * The agent's side of cluster clients: real clients by name, and the followers that work through them.
 */
const transport = require('internal/egg/cluster/transport');

/** `{ instance, options }` by name. */
const leaders = new Map();
/** Followers that asked for a client which the agent has not made yet, by name. */
const early = new Map();
/** Followers by their id: `{ pid, name, listeners }`, the listeners by subscription key. */
const followers = new Map();
let listening = false;

/** Lets followers work through `instance`, the shared client of that name. */
exports.serve = function serve(options, instance) {
  if (leaders.has(options.name)) return;
  leaders.set(options.name, { instance, options });
  listen();
  for (const request of early.get(options.name) ?? []) register(request);
  early.delete(options.name);
};

/** The client is closed. */
exports.release = name => leaders.delete(name);

function listen() {
  if (listening) return;
  listening = true;
  transport.listen(handle);
  let known = new Set();
  transport.onMaster('egg-pids', pids => {
    const now = new Set(pids.map(String));
    for (const [ id, { pid } ] of followers) {
      if (known.has(String(pid)) && !now.has(String(pid))) leave(id);
    }
    known = now;
  });
}

function handle(request) {
  if (request.type === 'register') {
    register(request);
    return;
  }
  const follower = followers.get(request.follower);
  const leader = follower && leaders.get(follower.name);
  if (leader) requests[request.type](request, follower, leader);
}

function register(request) {
  const { name, follower: id, pid } = request;
  const leader = leaders.get(name);
  if (!leader) {
    if (!early.has(name)) early.set(name, []);
    early.get(name).push(request);
    return;
  }
  leader.instance.ready(error => {
    if (!error) followers.set(id, { pid, name, listeners: new Map() });
    transport.toFollower(pid, { type: 'registered', follower: id, error: error && transport.packError(error) });
  });
}

function leave(id) {
  const { name, listeners } = followers.get(id);
  followers.delete(id);
  for (const { registration, listener } of listeners.values()) leaders.get(name)?.instance.unSubscribe(registration, listener);
}

const requests = {
  subscribe({ follower: id, key, registration }, { pid, listeners }, { instance, options }) {
    if (listeners.has(key)) return;
    const listener = value => {
      transport.toFollower(pid, { type: 'data', follower: id, key, value: transport.pack(options.transcode.encode(value)) });
    };
    listeners.set(key, { registration, listener });
    instance.subscribe(registration, listener);
  },

  unSubscribe({ key }, { listeners }, { instance }) {
    const known = listeners.get(key);
    if (!known) return;
    listeners.delete(key);
    instance.unSubscribe(known.registration, known.listener);
  },

  publish({ registration }, follower, { instance, options }) {
    instance.publish(options.transcode.decode(transport.unpack(registration)));
  },

  invoke({ follower: id, call, method, args }, { pid }, { instance, options }) {
    const { decode, encode } = options.transcode;
    const answer = result => transport.toFollower(pid, { type: 'result', follower: id, call, ...result });
    const values = args.map(arg => decode(transport.unpack(arg)));
    // Without a number nobody waits for the result.
    instance.invoke(method, values, call && ((error, value) => {
      if (error) instance.report(error);
      answer(error ? { error: transport.packError(error) } : { value: transport.pack(encode(value)) });
    }));
  },

  leave: ({ follower: id }) => leave(id),
};
