'use strict';

/** The errors of WebAssembly: subclasses of Error that may be called without `new`, as Error itself. */

function errorClass(name) {
  const Class = {
    [name]: function (message, options) {
      const error = Reflect.construct(Error, message === undefined ? [] : [message, options], new.target ?? Class);
      if (Error.captureStackTrace) Error.captureStackTrace(error, Class);
      return error;
    },
  }[name];
  Object.setPrototypeOf(Class, Error);
  Object.defineProperty(Class, 'length', { value: 1, configurable: true });
  const hidden = (value) => ({ value, writable: true, configurable: true, enumerable: false });
  Class.prototype = Object.create(Error.prototype, {
    constructor: hidden(Class), name: hidden(name), message: hidden(''),
  });
  Object.defineProperty(Class, 'prototype', { writable: false });
  return Class;
}

module.exports = {
  CompileError: errorClass('CompileError'),
  LinkError: errorClass('LinkError'),
  RuntimeError: errorClass('RuntimeError'),
};
