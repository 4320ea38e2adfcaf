'use strict';

const assert = require('assert');
const codec = require('egg-session/lib/codec');
const { isClass } = require('internal/koa/function_kind');

const STORE_METHODS = [ 'get', 'set', 'destroy' ];

/** Completes `config.session` in place, in koa-session's way. */
module.exports = function normalizeOptions(options) {
  options.key = options.key || 'koa.sess';
  if (!('maxAge' in options)) options.maxAge = options.maxage;
  for (const flag of [ 'overwrite', 'httpOnly', 'signed', 'autoCommit' ]) options[flag] ??= true;
  if (options.sameSite === null || options.sameSite === undefined) delete options.sameSite;
  if (typeof options.encode !== 'function') options.encode = codec.encode;
  if (typeof options.decode !== 'function') options.decode = codec.decode;

  const { store, externalKey, ContextStore } = options;
  if (store) assertMethods(store, STORE_METHODS, 'store');
  if (externalKey) assertMethods(externalKey, [ 'get', 'set' ], 'externalKey');
  if (ContextStore) {
    assert(isClass(ContextStore), 'ContextStore must be a class');
    assertMethods(ContextStore.prototype, STORE_METHODS, 'ContextStore.prototype');
  }
  options.genid = options.genid || (() => `${options.prefix || ''}${require('crypto').randomUUID()}`);
};

function assertMethods(object, methods, name) {
  for (const method of methods) {
    assert(typeof object[method] === 'function', `${name}.${method} must be function`);
  }
}
