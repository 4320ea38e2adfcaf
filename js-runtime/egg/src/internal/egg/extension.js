'use strict';

/**
 * What Rust extensions are to JavaScript: classes, services, boot hooks and streams around their native functions.
 *
 * A member is `[kind, name, value]`, kind being `function`, `getter` or `value`.
 */
const { FULLPATH } = require('egg-core/lib/loader/file_loader');

exports.members = members;
exports.service = service;
exports.boot = boot;
exports.classOf = classOf;
exports.readable = readable;
exports.iterate = iterate;
exports.observe = observe;
exports.shown = value => require('util').inspect(value, { depth: 0 });

/** An object of members, as `app/extend/*.js` and modules export it. */
function members(list, target = {}) {
  for (const [ kind, name, value ] of list) {
    const descriptor = kind === 'getter' ? { get: value } : { value, writable: true };
    Object.defineProperty(target, name, { ...descriptor, configurable: true, enumerable: true });
  }
  return target;
}

/** The class of `ctx.service.<name>`: made once a request, as those of JavaScript are, and open to be extended. */
function service(name, list, path) {
  const Service = { [name]: class extends require('egg/lib/core/base_context_class') {} }[name];
  for (const [ kind, key, value ] of list) {
    const descriptor = kind === 'getter' ? { get: value } : { value, writable: true };
    Object.defineProperty(Service.prototype, key, { ...descriptor, configurable: true });
  }
  Service[FULLPATH] = path;
  return Service;
}

/** A boot class of `[step, fn]`: each step runs its functions in turn and waits for what they promise. */
function boot(steps, handlers) {
  class Boot {
    constructor(app) {
      this.app = app;
      for (const [ action, handler ] of handlers) app.messenger.on(action, handler);
    }
  }
  const byName = new Map();
  for (const [ step, fn ] of steps) byName.set(step, [ ...byName.get(step) ?? [], fn ]);
  for (const [ step, functions ] of byName) {
    Boot.prototype[step] = step.startsWith('config')
      ? function() {
        for (const fn of functions) fn.call(this);
      }
      : async function() {
        for (const fn of functions) await fn.call(this);
      };
  }
  return Boot;
}

/** A class whose instances Rust makes: `construct(prototype, args)` gives one. JavaScript may extend it. */
function classOf(name, construct, list, statics) {
  const Class = {
    [name]: class {
      constructor(...args) {
        return construct(new.target.prototype, ...args);
      }
    },
  }[name];
  for (const [ kind, key, value ] of list) {
    const descriptor = kind === 'getter' ? { get: value } : { value, writable: true };
    Object.defineProperty(Class.prototype, key, { ...descriptor, configurable: true });
  }
  return members(statics, Class);
}

/** A Readable of what `next()` promises, piece by piece, undefined at the end; `cancel()` when nobody wants more. */
function readable(next, cancel) {
  const { Readable } = require('stream');
  return new Readable({
    read() {
      next().then(piece => this.push(piece ?? null), error => this.destroy(error));
    },
    destroy(error, callback) {
      cancel();
      callback(error);
    },
  });
}

/** The iterator of a stream, an async iterable or an iterable of bytes. */
function iterate(source) {
  const iterable = source?.[Symbol.asyncIterator] ?? source?.[Symbol.iterator];
  if (typeof iterable !== 'function' || typeof source === 'string') {
    throw new TypeError(`a stream of bytes was expected, not ${exports.shown(source)}`);
  }
  return iterable.call(source);
}

/** Tells `settled(isFulfilled, value)` what a value or promise comes to. */
function observe(value, settled) {
  Promise.resolve(value).then(result => settled(true, result), reason => settled(false, reason));
}
