'use strict';

/** Which class and method stand behind a route's handler: the native dispatcher constructs and calls them itself. */
const { isAsyncFunction, isGeneratorFunction } = require('internal/koa/function_kind');

const known = new WeakMap();
const controllers = new WeakMap();

/** Says that `handler(ctx)` does `new Controller(ctx)[key](ctx)`. */
exports.mark = (handler, Controller, key) => {
  known.set(handler, [ Controller, key ]);
  return handler;
};

/** Says that `handler` does what `other` does. */
exports.markLike = (handler, other) => {
  if (known.has(other)) known.set(handler, known.get(other));
  return handler;
};

/** `[Controller, key, method]` of a handler; undefined when it is none, or its method has to be run as a coroutine. */
exports.controllerOf = handler => {
  const [ Controller, key ] = known.get(handler) ?? [];
  const method = Controller?.prototype[key];
  const isPlain = isAsyncFunction(method) || (typeof method === 'function' && !isGeneratorFunction(method));
  return isPlain ? [ Controller, key, method ] : undefined;
};

/** Says that a route's `handler` calls `controller`. */
exports.noteController = (handler, controller) => {
  controllers.set(handler, controller);
};

/** The controller that a route's handler calls; other functions stand for themselves. */
exports.behind = handler => controllers.get(handler) ?? handler;
