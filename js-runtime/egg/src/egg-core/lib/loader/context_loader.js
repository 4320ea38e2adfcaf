'use strict';

/**
 * Loads files like FileLoader, but onto the context: `ctx.service.user` is made when it is first read, once a context.
 *
 * Classes are constructed with the context, other exports are shared as they are; directories become objects with a getter
 * a member. Options as FileLoader's, and `property` (the name on the context), `inject` (the application) and `fieldClass`
 * (where the raw tree is kept on the application: `app.serviceClasses`).
 */
const assert = require('assert');
const FileLoader = require('egg-core/lib/loader/file_loader');
const { isClass, isPrimitive } = require('internal/koa/function_kind');
const { perContext } = require('internal/koa/hooks');

const { EXPORTS } = FileLoader;

/** The class that serves a directory, by its tree of exports. */
const loaderClasses = new WeakMap();

/** The base of what `ctx.service` and each directory under it is. */
class ClassLoader {
  constructor(ctx) {
    this._ctx = ctx;
  }
}

class ContextLoader extends FileLoader {
  constructor(options) {
    assert(options.property, 'options.property is required');
    assert(options.inject, 'options.inject is required');
    const target = options.target = {};
    if (options.fieldClass) options.inject[options.fieldClass] = target;
    super(options);

    const { property } = options;
    Object.defineProperty(this.options.inject.context, property, {
      get: perContext(ctx => instantiate(target, ctx)),
    });
  }
}

function instantiate(exports, ctx) {
  if (exports[EXPORTS]) return isClass(exports) ? new exports(ctx) : exports;
  if (isPrimitive(exports)) return exports;
  return new (loaderClassOf(exports))(ctx);
}

function loaderClassOf(tree) {
  let Loader = loaderClasses.get(tree);
  if (Loader) return Loader;
  Loader = class extends ClassLoader {};
  Object.defineProperty(Loader, 'name', { value: 'ClassLoader' });
  for (const name in tree) addMember(Loader, tree, name);
  // Who asks for a member that was added to the tree later gets it; nobody pays for that before.
  Object.setPrototypeOf(Loader.prototype, new Proxy(ClassLoader.prototype, {
    get(base, name, receiver) {
      if (typeof name !== 'string' || !(name in tree)) return Reflect.get(base, name, receiver);
      addMember(Loader, tree, name);
      return receiver[name];
    },
  }));
  loaderClasses.set(tree, Loader);
  return Loader;
}

function addMember(Loader, tree, name) {
  const made = Symbol(name);
  Object.defineProperty(Loader.prototype, name, {
    get() {
      this[made] ||= instantiate(tree[name], this._ctx);
      return this[made];
    },
  });
}

module.exports = ContextLoader;
