'use strict';

/**
 * Where koa's JavaScript meets the native request path: what the host is given to run requests with, and what the natives call
 * for that which only JavaScript can do.
 *
 * Native: `installPrototypes(context, request, response)` puts the native members over those of koa's prototypes;
 * `installQueryOfContext(extension)` and `installQueryOfRequest(extension)` egg's `query`, `installLengthAndType(response)` its two
 * members of the response; `currentContext()` the context of the request that the running code works for;
 * `enterContexts(enter)` as exported, but for applications that serve already; `perContext(make, symbol)`, `isEncrypted(request)` and
 * `remoteAddress(request)` as exported; `note(ctx, name)` the text that a native layer left under that name; `passed(ctx, name)`
 * whether the native layer `name` let the request through on the quick way.
 */
const EventEmitter = require('events');
const { messagesOf } = require('internal/koa/exchange');
const { onFinished } = require('internal/koa/on_finished');
const proto = require('internal/koa/proto');
const respond = require('internal/koa/respond');

/** What ctx hands on to request and response, where the natives stand in on both sides. */
const SHORTCUTS = {
  request: [ 'method', 'url', 'path', 'querystring', 'search', 'header', 'headers', 'query' ],
  response: [
    'status', 'message', 'body', 'length', 'type', 'headerSent', 'writable', 'set', 'append', 'remove', 'has',
  ],
};

/** koa's members in JavaScript, as they were before the natives stood in. */
const originals = Object.fromEntries(Object.keys(SHORTCUTS).map(target => [
  target, Object.getOwnPropertyDescriptors(proto[target]),
]));

/** The members that stand in for koa's and egg's: getters, setters and methods. */
const natives = new WeakSet();

function remember(object, names) {
  for (const name of names) {
    const { get, set, value } = Object.getOwnPropertyDescriptor(object, name) ?? {};
    for (const fn of [ get, set, value ]) {
      if (typeof fn === 'function') natives.add(fn);
    }
  }
}

/** `(req, res)` handlers of applications, and the application of each. */
const applications = new WeakMap();

/** Methods of an application through which the native path goes as well. */
const passing = new WeakSet();

exports.currentContext = native.currentContext;

/** What `enterContexts` was given, for applications that do not serve yet. */
let enter;

/** From now on `given(ctx)` is called for every new context, before the first JavaScript that works for its request. */
exports.enterContexts = function enterContexts(given) {
  enter = given;
  native.enterContexts(given);
};

exports.passed = native.passed;
exports.note = native.note;

/**
 * Of the connection of a `ctx.request`, without making Node's messages for it: undefined where they are made already or are the
 * application's own; then `request.socket` tells.
 */
exports.isEncrypted = native.isEncrypted;
exports.remoteAddress = native.remoteAddress;

exports.installQueryOfContext = extension => {
  native.installQueryOfContext(extension);
  remember(extension, [ 'query' ]);
};

exports.installQueryOfRequest = extension => {
  native.installQueryOfRequest(extension);
  remember(extension, [ 'query' ]);
};

exports.installLengthAndType = response => {
  native.installLengthAndType(response);
  remember(response, [ 'length', 'type' ]);
};

/**
 * A function that gives `make(ctx)`, made once a context: of its argument, or as a getter of its receiver. What is kept so does not
 * hold a finished request's context: it is let go when nothing works for the request any more.
 */
exports.perContext = make => native.perContext(make, Symbol('perContext'));

/** Says that `handler` does for each request what `callback()` of `app` asks for. */
exports.setApplication = (handler, app) => {
  if (app) applications.set(handler, app);
  return handler;
};

/** The application of a handler, undefined for one that is not `callback()`'s. */
exports.applicationOf = handler => applications.get(handler);

/** Says that these methods, `createContext` or `handleRequest`, do no more than the native path does. */
exports.pass = (...methods) => {
  for (const method of methods) passing.add(method);
};

/**
 * What the host runs requests of a `(req, res)` handler with: `{ run(handle) }`, and for an application's handler also `app` and
 * `hooks`. While `server`, if given, has other listeners of 'request' than `listener`, requests go their way; `created(ctx)`, if
 * given, sees every new context.
 */
exports.dispatcher = (handler, { server = new EventEmitter(), listener, created } = {}) => {
  const app = applications.get(handler);
  const run = handle => handler(...messagesOf(handle));
  return app ? { run, app, hooks: hooksOf(app, server, listener, created) } : { run };
};

function hooksOf(app, server, listener, created) {
  const { createContext, handleRequest } = app;
  const isPassing = passing.has(createContext) && passing.has(handleRequest);
  // Asked before the members of the context are made to hand on.
  const replaced = replacedMembers(app);
  if (replaced.length > 0) {
    app.coreLogger?.info('[coddle] requests take the slower way of JavaScript, for the application has its own %s', replaced.join(', '));
  }
  redelegate(app);
  return {
    prefersJavaScript: replaced.length > 0,
    messages,
    adopt,
    respond,
    fail,
    created,
    enter,
    bypass: isPassing ? { app, handleRequest, createContext, server, listener } : undefined,
    get: proto.request.get,
  };
}

function messages(ctx, handle, headers) {
  if (headers !== undefined) handle.headers = headers;
  const pair = messagesOf(handle);
  onFinished(pair[1], error => {
    if (error) ctx.onerror(error);
  });
  return pair;
}

/** A stream is closed with the answer, and its error is the request's. */
function adopt(ctx, stream, original) {
  onFinished(ctx.res, () => stream.destroy());
  if (original === stream) return;
  stream.once('error', error => ctx.onerror(error));
  if (original !== null && original !== undefined) ctx.response.remove('Content-Length');
}

/** koa takes null for "no error" and leaves the client waiting; who throws it has failed all the same. */
function fail(ctx, error) {
  ctx.onerror(error ?? new Error(`non-error thrown: ${error}`));
}

/**
 * koa's members use each other, also those that an application replaced; natives do not. So where one of the response's was
 * replaced, the others are JavaScript's again, on `app.response`.
 *
 * ctx's native members do not look at request and response. Where the application has members of its own there, ctx hands on to
 * them.
 */
function redelegate(app) {
  if (SHORTCUTS.response.some(name => isReplaced(app, 'response', name))) {
    for (const name of SHORTCUTS.response) {
      if (!isReplaced(app, 'response', name)) Object.defineProperty(app.response, name, originals.response[name]);
    }
  }
  for (const [ target, names ] of Object.entries(SHORTCUTS)) {
    for (const name of names) {
      if (!isReplaced(app, target, name)) continue;
      const member = nearest(app[target], name);
      const shortcut = nearest(app.context, name);
      if (shortcut && (shortcut.holder === proto.context || isNative(shortcut))) handOn(app.context, target, name, member);
    }
  }
}

/** The members of the application's own on which the native layers would have to look, as texts. */
function replacedMembers(app) {
  const places = Object.entries(SHORTCUTS).flatMap(([ target, names ]) => names.flatMap(
    name => [ [ target, name ], [ 'context', name ] ]));
  return places.filter(place => isReplaced(app, ...place)).map(([ target, name ]) => `${target}.${name}`);
}

/** Whether it is neither koa's nor one of egg's that is native. An extension may replace the setter alone. */
function isReplaced(app, target, name) {
  const member = nearest(app[target], name);
  return member !== undefined && member.holder !== proto[target] && !isNative(member);
}

function nearest(object, name) {
  for (let holder = object; holder; holder = Object.getPrototypeOf(holder)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    if (descriptor) return { holder, descriptor };
  }
  return undefined;
}

function isNative({ descriptor: { get, set, value } }) {
  return [ get, set, value ].every(fn => fn === undefined || natives.has(fn));
}

function handOn(context, target, name, { descriptor: { value } }) {
  if (typeof value === 'function') {
    context[name] = function (...args) {
      return this[target][name](...args);
    };
    return;
  }
  Object.defineProperty(context, name, {
    configurable: true,
    enumerable: true,
    get() { return this[target][name]; },
    set(given) { this[target][name] = given; },
  });
}

native.installPrototypes(proto.context, proto.request, proto.response);
for (const [ target, names ] of Object.entries(SHORTCUTS)) {
  remember(proto[target], names);
  remember(proto.context, names);
}
