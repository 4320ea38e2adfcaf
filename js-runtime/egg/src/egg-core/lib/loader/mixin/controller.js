'use strict';

/**
 * The loader's part that loads the application's `app/controller` as `app.controller`: a tree of handlers for the router.
 */
const path = require('path');
const { FULLPATH } = require('egg-core/lib/loader/file_loader');
const utils = require('egg-core/lib/utils');
const { mark } = require('internal/koa/controllers');
const {
  isAsyncFunction, isClass, isFunction, isGeneratorFunction, isObject,
} = require('internal/koa/function_kind');

const PARAMETER_NAMES = '__cache_names';

module.exports = {
  loadController(options) {
    this.timing.start('Load Controller');
    const settings = {
      caseStyle: 'lower',
      directory: path.join(this.options.baseDir, 'app/controller'),
      initializer: (exports, { path: file, pathName }) => handlersOf(exports, file, pathName, this.app),
      ...options,
    };
    this.loadToApp(settings.directory, 'controller', settings);
    this.options.logger.info('[egg:loader] Controller loaded: %s', settings.directory);
    this.timing.end('Load Controller');
  },
};

function handlersOf(exports, file, pathName, app) {
  let controller = exports;
  if (isPlainFunction(controller)) controller = controller(app);
  if (isClass(controller)) {
    controller.prototype.pathName = pathName;
    controller.prototype.fullPath = file;
    return wrapClass(controller);
  }
  if (isObject(controller)) return wrapObject(controller, file);
  if (isGeneratorFunction(controller) || isAsyncFunction(controller)) {
    return wrapObject({ 'module.exports': controller }, file)['module.exports'];
  }
  return controller;
}

function isPlainFunction(value) {
  return isFunction(value) && !isGeneratorFunction(value) && !isClass(value) && !isAsyncFunction(value);
}

/** A handler for each method of the class and its base classes; of the same name the nearest wins. */
function wrapClass(Controller) {
  const handlers = {};
  for (let proto = Controller.prototype; proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    for (const key of Object.getOwnPropertyNames(proto)) {
      const { value } = Object.getOwnPropertyDescriptor(proto, key);
      if (key === 'constructor' || !isFunction(value) || Object.hasOwn(handlers, key)) continue;
      const handler = classHandler(Controller, key);
      handler[FULLPATH] = `${Controller.prototype.fullPath}#${Controller.name}.${key}()`;
      handlers[key] = handler;
    }
  }
  return handlers;
}

function classHandler(Controller, key) {
  return mark(function classControllerMiddleware(...args) {
    const controller = new Controller(this);
    return utils.callFn(controller[key], argumentsFor(this, args), controller);
  }, Controller, key);
}

/** Handlers of an object of functions, and of the objects in it. */
function wrapObject(source, file, prefix = '') {
  const handlers = {};
  for (const key of Object.keys(source)) {
    const member = source[key];
    if (isFunction(member)) {
      if (parameterNames(member)[0] === 'next') {
        throw new Error(`controller \`${prefix}${key}\` should not use next as argument from file ${file}`);
      }
      handlers[key] = functionHandler(member);
      handlers[key][FULLPATH] = `${file}#${prefix}${key}()`;
    } else if (isObject(member)) {
      handlers[key] = wrapObject(member, file, `${prefix}${key}.`);
    }
  }
  return handlers;
}

function functionHandler(fn) {
  const objectControllerMiddleware = async function (...args) {
    return utils.callFn(fn, argumentsFor(this, args), this);
  };
  for (const key in fn) objectControllerMiddleware[key] = fn[key];
  return objectControllerMiddleware;
}

/** Handlers get the context alone, unless the configuration asks for the router's arguments. */
function argumentsFor(ctx, args) {
  return ctx.app.config.controller?.supportParams ? args : [ ctx ];
}

/** As written in the source, and kept on the function, where egg's `utility` keeps them too. */
function parameterNames(fn) {
  if (PARAMETER_NAMES in fn) return fn[PARAMETER_NAMES];
  const source = Function.prototype.toString.call(fn);
  const names = source.slice(source.indexOf('(') + 1, source.indexOf(')')).match(/[^\s,]+/g) ?? [];
  Reflect.set(fn, PARAMETER_NAMES, names);
  return names;
}
