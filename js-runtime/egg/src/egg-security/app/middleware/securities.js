'use strict';

const assert = require('assert');
const pathMatching = require('egg-path-matching');
const guards = require('egg-security/lib/guards');
const { OPTIONS } = require('egg-security/lib/utils');
const nativeParts = require('egg-security/lib/native_parts');

/**
 * The guards that `config.security.defaultMiddleware` names, as one middleware: what they refuse in their order, then the
 * rest of the onion, then the headers they set, the last guard's first.
 *
 * Native: `layer(parts, middleware)` for guards that look at every request and set headers that do not change.
 */
module.exports = (_, app) => {
  const { coreLogger, plugins } = app;
  const options = app.config.security;
  if (options.match || options.ignore) {
    coreLogger.warn('[egg-security] Please set `match` or `ignore` on sub config');
  }
  const { cookieDomain } = options.csrf;
  if (cookieDomain && typeof cookieDomain !== 'function') options.csrf.cookieDomain = () => cookieDomain;

  const chain = [];
  for (const name of (options.defaultMiddleware || '').split(',').map(text => text.trim())) {
    const settings = options[name];
    if (settings === false) {
      coreLogger.warn('[egg-security] Please use `config.security.%s = { enable: false }` '
        + 'instead of `config.security.%s = false`', name, name);
    }
    assert(settings === false || typeof settings === 'object',
      `config.security.${name} must be an object, or false(if you turn it off)`);
    if (settings === false || settings?.enable === false) continue;
    if (name === 'csrf' && settings.useSession && !plugins.session) {
      throw new Error('csrf.useSession enabled, but session plugin is disabled');
    }
    prepareMatching(settings, app);
    chain.push({ name, settings, ...guards.create(name, settings) });
    coreLogger.info('[egg-security] use %s middleware', name);
  }
  coreLogger.info('[egg-security] compose %d middlewares into one security middleware', chain.length);
  const before = chain.map(guard => guard.before).filter(Boolean);
  const after = chain.map(guard => guard.after).filter(Boolean).reverse();
  const setHeaders = ctx => {
    for (const guard of after) guard(ctx);
  };
  const middleware = async function securities(ctx, next) {
    for (const guard of before) guard(ctx);
    await next();
    setHeaders(ctx);
  };
  const parts = nativeParts(chain, app);
  return parts ? native.layer({ ...parts, changes: OPTIONS, after: setHeaders }, middleware) : middleware;
};

function prepareMatching(settings, app) {
  if (settings.match && settings.ignore) {
    app.coreLogger.warn('[egg-security] `options.match` and `options.ignore` are both set, using `options.match`');
    settings.ignore = undefined;
  }
  if (!settings.ignore && settings.blackUrls) {
    app.deprecate('[egg-security] Please use `config.security.xframe.ignore` instead, '
      + '`config.security.xframe.blackUrls` will be removed very soon');
    settings.ignore = settings.blackUrls;
  }
  settings.matching = pathMatching({ ...settings, pathToRegexpModule: app.options.pathToRegexpModule });
}
