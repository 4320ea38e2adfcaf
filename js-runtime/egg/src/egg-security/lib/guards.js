'use strict';

/** The guards of the security plugin by their names in `defaultMiddleware`: `create(name, options)` gives a middleware. */
const contentSecurityPolicy = require('egg-security/lib/content_security_policy');
const { METHODS } = require('internal/koa/methods');
const { checkIfIgnore, isSafePath } = require('egg-security/lib/utils');

const REDIRECTS = new Set([ 300, 301, 302, 303, 305, 307, 308 ]);
const FORBIDDEN_METHODS = [ 'trace', 'track' ];
const ALLOWED_METHODS = new Set(METHODS
  .filter(method => !FORBIDDEN_METHODS.includes(method))
  .map(method => method.toUpperCase()));
const REFERRER_POLICIES = new Set([
  'no-referrer', 'no-referrer-when-downgrade', 'origin', 'origin-when-cross-origin', 'same-origin', 'strict-origin',
  'strict-origin-when-cross-origin', 'unsafe-url', '',
]);

const guards = {
  csrf: options => function csrf(ctx, next) {
    if (checkIfIgnore(options, ctx)) return next();
    if (options.type !== 'referer') ctx.ensureCsrfSecret();
    const isGuarded = options.supportedRequests.some(rule => rule.path.test(ctx.path) && rule.methods.includes(ctx.method));
    if (isGuarded && !(options.ignoreJSON && isJson(ctx))) ctx.assertCsrf();
    return next();
  },

  methodnoallow: () => function methodnoallow(ctx, next) {
    if (!ALLOWED_METHODS.has(ctx.method)) ctx.throw(405);
    return next();
  },

  dta: () => function dta(ctx, next) {
    if (!isSafePath(ctx.path, ctx)) ctx.throw(400);
    return next();
  },

  hsts: header('hsts', (ctx, { maxAge, includeSubdomains }) => {
    ctx.set('strict-transport-security', `max-age=${maxAge}${includeSubdomains ? '; includeSubdomains' : ''}`);
  }),

  noopen: header('noopen', ctx => ctx.set('x-download-options', 'noopen')),

  nosniff: options => {
    const guard = header('nosniff', ctx => ctx.set('x-content-type-options', 'nosniff'), ctx => REDIRECTS.has(ctx.status));
    return guard(options);
  },

  csp: header('csp', contentSecurityPolicy),

  xssProtection: header('xssProtection', (ctx, { value }) => ctx.set('x-xss-protection', value)),

  xframe: header('xframe', (ctx, { value }) => ctx.set('x-frame-options', value || 'SAMEORIGIN')),

  // The option of a request is spelled with one r, as in egg.
  referrerPolicy: header('refererPolicy', (ctx, { value }) => {
    if (!REFERRER_POLICIES.has(value)) throw new Error(`"${value}" is not available."`);
    ctx.set('referrer-policy', value);
  }),
};

exports.create = function create(name, options) {
  if (!Object.hasOwn(guards, name)) throw new Error(`config.security.defaultMiddleware names an unknown guard: ${name}`);
  return guards[name](options);
};

/** A guard that sets a header once the answer is known; `ctx.securityOptions[key]` changes its options. */
function header(key, set, isExempt = () => false) {
  return options => async (ctx, next) => {
    await next();
    if (isExempt(ctx)) return;
    const changes = ctx.securityOptions[key];
    const settings = changes ? { ...options, ...changes } : options;
    if (!checkIfIgnore(settings, ctx)) set(ctx, settings);
  };
}

function isJson(ctx) {
  return /^\s*application\/json\s*(?:;|$)/i.test(ctx.get('content-type'));
}
