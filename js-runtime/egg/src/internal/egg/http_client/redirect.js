'use strict';

// Redirects and digest authentication: the request that follows an answer.

const crypto = require('crypto');
const legacyUrl = require('url');

const REDIRECTS = new Set([300, 301, 302, 303, 305, 307, 308]);

/** Never sent to another origin. */
const SENSITIVE = new Set(['authorization', 'cookie', 'proxy-authorization']);

function failure(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** Undefined, or `{ error }`, or the `{ url, args }` of the next request. */
function nextOf(exchange, response) {
  const { args, url, options, parsed } = exchange;
  if (!args.followRedirect || !REDIRECTS.has(response.statusCode)) return undefined;
  args._followRedirectCount = (args._followRedirectCount || 0) + 1;
  const { location } = response.headers;
  if (!location) {
    return { error: failure('FollowRedirectError', `Got statusCode ${response.statusCode} but cannot resolve next location from headers`) };
  }
  if (args._followRedirectCount > args.maxRedirects) {
    return { error: failure('MaxRedirectError', `Exceeded maxRedirects. Probably stuck in a redirect loop ${url}`) };
  }
  const next = args.formatRedirectUrl ? args.formatRedirectUrl(url, location) : legacyUrl.resolve(url, location);
  if (options.headers.host && /^https?:\/\//i.test(location)) {
    // The Host of the old address is not the new one's.
    options.headers.host = null;
    args.headers = options.headers;
  }
  const target = new URL(next, parsed.href);
  const origin = new URL(parsed.href).origin;
  if (target.origin === origin) return { url: next, args };
  const headers = {};
  for (const name of Object.keys(args.headers || options.headers)) {
    if (!SENSITIVE.has(name.toLowerCase())) headers[name] = (args.headers || options.headers)[name];
  }
  return { url: next, args: { ...args, headers, auth: null, digestAuth: null } };
}

/** The Authorization header that answers `challenge`; `login`: `user:password`. */
function digestHeader(method, uri, challenge, login) {
  const fields = {};
  for (const [, name, quoted, plain] of challenge.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)) fields[name.toLowerCase()] = quoted ?? plain;
  const [user, ...rest] = login.split(':');
  const md5 = (text) => crypto.createHash('md5').update(text).digest('hex');
  const ha1 = md5(`${user}:${fields.realm}:${rest.join(':')}`);
  const ha2 = md5(`${method.toUpperCase()}:${uri}`);
  const cnonce = crypto.randomBytes(8).toString('hex');
  const qop = (fields.qop || '').split(',').map((one) => one.trim()).find((one) => one === 'auth');
  const count = '00000001';
  const answer = qop ? md5(`${ha1}:${fields.nonce}:${count}:${cnonce}:${qop}:${ha2}`) : md5(`${ha1}:${fields.nonce}:${ha2}`);
  let header = `Digest username="${user}", realm="${fields.realm}", nonce="${fields.nonce}", uri="${uri}", response="${answer}"`;
  if (fields.opaque) header += `, opaque="${fields.opaque}"`;
  if (qop) header += `, qop=${qop}, nc=${count}, cnonce="${cnonce}"`;
  return header;
}

module.exports = { digestHeader, nextOf };
