'use strict';

/**
 * What the native side of `securities` needs to know of the guards: `{ csrf, methods, checksPath, headers }`. undefined when one of
 * them has to be run in JavaScript for every request.
 */
const Cookies = require('egg-cookies');
const { ALLOWED_METHODS } = require('egg-security/lib/guards');
const { checkIfIgnore } = require('egg-security/lib/utils');

const PROBE = 'PROBE';

/** Headers whose values the configuration alone decides. */
const HEADERS = {
  hsts: ({ maxAge, includeSubdomains }) => [
    'strict-transport-security', `max-age=${maxAge}${includeSubdomains ? '; includeSubdomains' : ''}`,
  ],
  noopen: () => [ 'x-download-options', 'noopen' ],
  nosniff: () => [ 'x-content-type-options', 'nosniff' ],
  xssProtection: ({ value }) => [ 'x-xss-protection', value ],
  xframe: ({ value }) => [ 'x-frame-options', value || 'SAMEORIGIN' ],
};

module.exports = (chain, app) => {
  const parts = { csrf: undefined, methods: undefined, checksPath: false, headers: [] };
  for (const { name, settings } of chain) {
    if (!settings.enable) return undefined;
    const ignores = settings.match || settings.ignore ? ctx => checkIfIgnore(settings, ctx) : undefined;
    if (name === 'csrf') {
      parts.csrf = csrfParts(settings, app);
      if (!parts.csrf) return undefined;
      parts.csrf.ignores = ignores;
    } else if (name === 'methodnoallow') {
      parts.methods = [ ...ALLOWED_METHODS ];
    } else if (name === 'dta') {
      parts.checksPath = true;
    } else if (Object.hasOwn(HEADERS, name)) {
      const [ header, value ] = HEADERS[name](settings);
      if (typeof value !== 'string') return undefined;
      parts.headers.unshift({ name: header, value, onlyAnswers: name === 'nosniff', ignores });
    } else {
      return undefined;
    }
  }
  return parts;
};

function csrfParts({ type, useSession, cookieDomain, cookieName, cookieOptions, supportedRequests }, { config }) {
  if (type === 'referer' || useSession || cookieDomain) return undefined;
  // Without keys cookies are refused; behind a proxy, or as https, they are marked as secure by request.
  if (!config.keys || config.proxy || config.protocol === 'https') return undefined;
  const cookies = [ cookieName ].flat();
  const options = { signed: false, httpOnly: false, overwrite: true, ...cookieOptions };
  const settings = { ...config.cookies, ...options };
  // What a cookie is made of must not depend on the time, the client or the value.
  const isPlain = [ 'signed', 'encrypt', 'maxAge', 'expires', 'sameSite', 'secure', 'partitioned', 'autoChips', 'domain' ]
    .every(name => !settings[name]);
  if (!isPlain || cookies.some(name => typeof name !== 'string')) return undefined;
  return {
    cookies,
    attributes: attributesOf(cookies[0], options, config),
    guarded: supportedRequests.flatMap(({ methods }) => methods),
    class: Cookies,
  };
}

/** What stands behind the value in the header, as ctx.cookies writes it. */
function attributesOf(name, options, config) {
  let written;
  const ctx = {
    app: { emit() {} },
    secure: false,
    get: () => '',
    response: { get: () => [] },
    set(_, values) {
      [ written ] = values;
    },
  };
  new Cookies(ctx, undefined, config.cookies).set(name, PROBE, options);
  return written.slice(written.indexOf(PROBE) + PROBE.length);
}
