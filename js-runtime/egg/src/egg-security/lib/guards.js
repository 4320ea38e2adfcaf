'use strict';

/**
 * The guards of the security plugin by their names in `defaultMiddleware`: `create(name, options)` gives
 * `{ before(ctx) }`, which throws to refuse a request, or `{ after(ctx) }`, which sets a header of the answer.
 */
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
  csrf: options => ({ before: ctx => guardForgery(ctx, options) }),

  methodnoallow: () => ({
    before(ctx) {
      if (!ALLOWED_METHODS.has(ctx.method)) ctx.throw(405);
    },
  }),

  dta: () => ({
    before(ctx) {
      if (!isSafePath(ctx.path, ctx)) ctx.throw(400);
    },
  }),

  hsts: header('hsts', (ctx, { maxAge, includeSubdomains }) => {
    ctx.set('strict-transport-security', `max-age=${maxAge}${includeSubdomains ? '; includeSubdomains' : ''}`);
  }),

  noopen: header('noopen', ctx => ctx.set('x-download-options', 'noopen')),

  nosniff: header('nosniff', ctx => {
    if (!REDIRECTS.has(ctx.status)) ctx.set('x-content-type-options', 'nosniff');
  }),

  csp: header('csp', contentSecurityPolicy),

  xssProtection: header('xssProtection', (ctx, { value }) => ctx.set('x-xss-protection', value)),

  xframe: header('xframe', (ctx, { value }) => ctx.set('x-frame-options', value || 'SAMEORIGIN')),

  // The option of a request is spelled with one r, as in egg.
  referrerPolicy: header('refererPolicy', (ctx, { value }) => {
    if (!REFERRER_POLICIES.has(value)) throw new Error(`"${value}" is not available."`);
    ctx.set('referrer-policy', value);
  }),
};

exports.ALLOWED_METHODS = ALLOWED_METHODS;

exports.create = function create(name, options) {
  if (!Object.hasOwn(guards, name)) throw new Error(`config.security.defaultMiddleware names an unknown guard: ${name}`);
  return guards[name](options);
};

function guardForgery(ctx, options) {
  if (checkIfIgnore(options, ctx)) return;
  if (options.type !== 'referer') ctx.ensureCsrfSecret();
  const isGuarded = options.supportedRequests.some(rule => rule.methods.includes(ctx.method) && rule.path.test(ctx.path));
  if (isGuarded && !(options.ignoreJSON && isJson(ctx))) ctx.assertCsrf();
}

/** `ctx.securityOptions[key]` changes the options for one answer. */
function header(key, set) {
  return options => ({
    after(ctx) {
      const changes = ctx.securityOptions[key];
      const settings = changes ? { ...options, ...changes } : options;
      if (!checkIfIgnore(settings, ctx)) set(ctx, settings);
    },
  });
}

function isJson(ctx) {
  return /^\s*application\/json\s*(?:;|$)/i.test(ctx.get('content-type'));
}
