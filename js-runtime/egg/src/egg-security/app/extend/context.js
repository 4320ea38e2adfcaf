'use strict';

/** The context's side of the security plugin: csrf secrets and tokens, nonces, safe domains. */
const crypto = require('crypto');
const { note } = require('internal/koa/hooks');
const tokens = require('egg-security/lib/csrf_tokens');
const { checkIfIgnore, getFromUrl, isSafeDomain } = require('egg-security/lib/utils');

const SECRET = Symbol('egg-security#_CSRF_SECRET');
const NEW_SECRET = Symbol('egg-security#NEW_CSRF_SECRET');
const NONCE = Symbol('egg-security#NONCE_CACHE');
const { OPTIONS } = require('egg-security/lib/utils');

module.exports = {
  /** What this request's answer changes of the configured headers: `ctx.securityOptions.xframe = { ... }`. */
  get securityOptions() {
    this[OPTIONS] ??= {};
    return this[OPTIONS];
  },

  isSafeDomain(domain, customWhiteList) {
    return isSafeDomain(domain, customWhiteList?.length > 0 ? customWhiteList : this.app.config.security.domainWhiteList);
  },

  /** For the Content-Security-Policy and the scripts that it allows; the same during a request. */
  get nonce() {
    this[NONCE] ??= crypto.randomBytes(12).toString('base64url');
    return this[NONCE];
  },

  /** A token for forms; '' without a secret. */
  get csrf() {
    const secret = newSecret(this) || currentSecret(this);
    return secret ? tokens.createToken(secret) : '';
  },

  /** Gives the client a secret, in a cookie or the session, unless it has one. */
  ensureCsrfSecret(rotate) {
    if (currentSecret(this) && !rotate) return;
    const secret = this[NEW_SECRET] = tokens.createSecret();
    const { useSession, sessionName, cookieDomain, cookieName, cookieOptions = {} } = this.app.config.security.csrf;
    if (useSession) {
      this.session[sessionName] = secret;
      return;
    }
    const options = {
      domain: cookieDomain && cookieDomain(this),
      signed: false,
      httpOnly: false,
      overwrite: true,
      ...cookieOptions,
    };
    for (const name of [ cookieName ].flat()) this.cookies.set(name, secret, options);
  },

  /** Makes the client's secret a new one, once a request. */
  rotateCsrfSecret() {
    if (!newSecret(this) && currentSecret(this)) this.ensureCsrfSecret(true);
  },

  /** Throws 403 when the request does not show that it comes from our own pages. */
  assertCsrf() {
    const { csrf } = this.app.config.security;
    if (checkIfIgnore(csrf, this)) return;
    const checks = { ctoken: [ checkToken ], referer: [ checkReferer ], all: [ checkToken, checkReferer ] }[csrf.type];
    if (csrf.type === 'any') {
      assertAny(this);
    } else if (!checks) {
      this.throw(`invalid type ${csrf.type}`);
    } else {
      for (const check of checks) {
        const refusal = check(this);
        if (refusal) this.throw(403, refusal);
      }
    }
  },

  safeCurl(url, options = {}) {
    return this.app.safeCurl(url, options);
  },
};

function assertAny(ctx) {
  const refusals = [];
  for (const check of [ checkToken, checkReferer ]) {
    const refusal = check(ctx);
    if (!refusal) return;
    refusals.push(refusal);
  }
  ctx.throw(403, `both ctoken and referer check error: ${refusals.join(', ')}`);
}

/** The secret that this request gives its client; natively made ones are notes. */
function newSecret(ctx) {
  return ctx[NEW_SECRET] ||= note(ctx, 'csrf');
}

/** The secret that the client came with. */
function currentSecret(ctx) {
  if (ctx[SECRET]) return ctx[SECRET];
  const { useSession, cookieName, sessionName, cookieOptions = {} } = ctx.app.config.security.csrf;
  if (useSession) {
    ctx[SECRET] = ctx.session[sessionName] || '';
    return ctx[SECRET];
  }
  // Several names, so that an application can change the name.
  for (const name of [ cookieName ].flat()) {
    ctx[SECRET] = ctx.cookies.get(name, { signed: cookieOptions.signed || false }) || '';
    if (ctx[SECRET]) break;
  }
  return ctx[SECRET];
}

function checkToken(ctx) {
  const secret = currentSecret(ctx);
  if (!secret) return refuse(ctx, 'missing csrf token');
  const token = tokenOf(ctx);
  // Scripts send what they read from the cookie, forms a token made of it.
  if (token === secret || tokens.verify(secret, token)) return undefined;
  const refusal = refuse(ctx, 'invalid csrf token');
  if (ctx.app.config.security.csrf.rotateWhenInvalid) ctx.rotateCsrfSecret();
  return refusal;
}

function tokenOf(ctx) {
  const { headerName, bodyName, queryName } = ctx.app.config.security.csrf;
  return findToken(ctx.query, queryName) || findToken(ctx.request.body, bodyName) || (headerName && ctx.get(headerName));
}

function findToken(values, names) {
  if (!values || !names?.length) return undefined;
  if (typeof names === 'string') return values[names];
  return values[names.find(name => values[name])];
}

function checkReferer(ctx) {
  const referer = (ctx.headers.referer || ctx.headers.origin || '').toLowerCase();
  if (!referer) return refuse(ctx, 'missing csrf referer or origin');
  const host = getFromUrl(referer, 'host');
  const allowed = [ ...ctx.app.config.security.csrf.refererWhiteList, ctx.host ];
  return host && isSafeDomain(host, allowed) ? undefined : refuse(ctx, 'invalid csrf referer or origin');
}

function refuse(ctx, refusal) {
  if (ctx.app.config.env === 'local') {
    ctx.logger.warn(`${refusal}. See https://eggjs.org/zh-cn/core/security.html#安全威胁csrf的防范`);
  }
  return refusal;
}
