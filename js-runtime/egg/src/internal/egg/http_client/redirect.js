'use strict';

// Redirects: the request that follows an answer.

const legacyUrl = require('url');

const REDIRECTS = new Set([300, 301, 302, 303, 305, 307, 308]);

/** Never sent to another origin. */
const SENSITIVE = new Set(['authorization', 'cookie', 'proxy-authorization']);

function isSensitive(name) {
  return SENSITIVE.has(name.toLowerCase());
}

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
    if (!isSensitive(name)) headers[name] = (args.headers || options.headers)[name];
  }
  return { url: next, args: { ...args, headers, auth: null, digestAuth: null } };
}

module.exports = { isSensitive, nextOf };
