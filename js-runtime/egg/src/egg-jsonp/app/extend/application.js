'use strict';

const JSONP_CONFIG = require('egg-jsonp/lib/jsonp_config');

module.exports = {
  /** Middleware for routes that answer JSONP; options over `config.jsonp`. */
  jsonp(options) {
    const settings = { ...this.config.jsonp, ...options };
    settings.callback = [ settings.callback ].flat();
    const { security } = this.config;
    const checksCsrf = this.plugins.security?.enable && security.csrf && security.csrf.enable !== false && settings.csrf;
    const isWelcome = settings.whiteList && refererCheck(settings.whiteList);
    if (!checksCsrf && !isWelcome) {
      this.coreLogger.warn('[egg-jsonp] SECURITY WARNING!! csrf check and referrer check are both closed!');
    }

    return async function jsonp(ctx, next) {
      const field = settings.callback.find(name => ctx.query[name]);
      ctx[JSONP_CONFIG] = { jsonpFunction: ctx.query[field], options: settings };
      const referrer = ctx.get('referrer');
      const isOpen = !checksCsrf && !isWelcome;
      if (!isOpen && !isWelcome?.(referrer) && !(checksCsrf && passesCsrf(ctx))) {
        throw Object.assign(new Error('jsonp request security validate failed'), { referrer, status: 403 });
      }
      await next();
      ctx.createJsonpBody(ctx.body);
    };
  },
};

/** Entries: RegExps on the whole referrer; `.example.com` with its subdomains; `example.com` alone. */
function refererCheck(whiteList) {
  const entries = [ whiteList ].flat();
  return referrer => {
    const hostname = require('url').parse(referrer).hostname || '';
    return entries.some(entry => {
      if (entry instanceof RegExp) return entry.test(referrer);
      if (hostname === entry) return true;
      return entry[0] === '.' && (hostname.endsWith(entry) || hostname === entry.slice(1));
    });
  };
}

function passesCsrf(ctx) {
  try {
    ctx.assertCsrf();
    return true;
  } catch {
    return false;
  }
}
