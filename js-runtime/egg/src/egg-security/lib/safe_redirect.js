'use strict';

const { getFromUrl } = require('egg-security/lib/utils');

/**
 * Lets `redirect` go only to paths of this host, or to http(s) URLs of `config.security.domainWhiteList` where that has
 * entries; what was meant to be refused goes to `/`. `unsafeRedirect` is koa's own.
 */
module.exports = function patchRedirect(app) {
  const { response, context } = app;
  response.unsafeRedirect = response.redirect;
  context.unsafeRedirect = function (url, alt) {
    return this.response.unsafeRedirect(url, alt);
  };

  response.redirect = function redirect(url, alt) {
    let target = (url || '/').trim();
    if (target.startsWith('//')) target = '/';
    // A browser reads `/\` as `//`.
    if (target[0] === '/' && target[1] !== '\\') return this.unsafeRedirect(target, alt);

    const { protocol, hostname } = getFromUrl(target) || {};
    const isWeb = protocol === 'http:' || protocol === 'https:';
    if (!isWeb || !hostname) return this.unsafeRedirect('/');
    if (isAllowed(this.ctx, hostname)) return this.unsafeRedirect(target);

    const message = `a security problem has been detected for url "${target}", redirection is prohibited.`;
    if (process.env.NODE_ENV !== 'production') return this.ctx.throw(500, message);
    this.ctx.coreLogger.warn('[egg-security:redirect] %s', message);
    return this.unsafeRedirect('/');
  };
};

function isAllowed(ctx, hostname) {
  const { domainWhiteList } = ctx.app.config.security;
  return !domainWhiteList?.length || ctx.isSafeDomain(hostname);
}
