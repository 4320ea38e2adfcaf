'use strict';

/** The legacy `url.resolve`: RFC 3986 in spirit, with Node's own ways for protocols without slashes. */

function setPath(url) {
  if (url.pathname || url.search) url.path = (url.pathname || '') + (url.search || '');
}

/** `pathname + search`, for urls where an empty one is still a path. */
function joinPath(url) {
  if (url.pathname !== null || url.search !== null) url.path = (url.pathname ? url.pathname : '') + (url.search ? url.search : '');
}

function finish(url) {
  url.href = url.format();
  return url;
}

/** `user@host` that a slash-less protocol kept in its path. */
function splitAuth(url) {
  const parts = url.host && url.host.indexOf('@') > 0 ? url.host.split('@') : undefined;
  if (parts === undefined) return;
  url.auth = parts.shift();
  url.host = url.hostname = parts.shift();
}

/** Another protocol than the base's: only a slashed one can take anything over from it. */
function withOtherProtocol(result, relative, { SLASHED, HOSTLESS }) {
  if (!SLASHED.has(relative.protocol)) {
    for (const key of Object.keys(relative)) result[key] = relative[key];
    return finish(result);
  }
  result.protocol = relative.protocol;
  if (!relative.host && !/^file:?$/.test(relative.protocol) && !HOSTLESS.has(relative.protocol)) {
    // `http:host/path`: the first segment that is not empty is the host.
    const segments = (relative.pathname || '').split('/');
    while (segments.length > 0 && !(relative.host = segments.shift()));
    relative.host ||= '';
    relative.hostname ||= '';
    if (segments[0] !== '') segments.unshift('');
    if (segments.length < 2) segments.unshift('');
    result.pathname = segments.join('/');
  } else {
    result.pathname = relative.pathname;
  }
  result.search = relative.search;
  result.query = relative.query;
  result.host = relative.host || '';
  result.auth = relative.auth;
  result.hostname = relative.hostname || relative.host;
  result.port = relative.port;
  setPath(result);
  result.slashes ||= relative.slashes;
  return finish(result);
}

/** Resolves dots from the end; returns how many `..` went above the start. */
function removeDots(segments) {
  let up = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    if (segments[i] === '.') {
      segments.splice(i, 1);
    } else if (segments[i] === '..') {
      segments.splice(i, 1);
      up++;
    } else if (up > 0) {
      segments.splice(i, 1);
      up--;
    }
  }
  return up;
}

function resolveObject(base, relative, legacy) {
  const { SLASHED, Url } = legacy;
  if (typeof relative === 'string') {
    const parsed = new Url();
    parsed.parse(relative, false, true);
    relative = parsed;
  }
  const result = new Url();
  Object.assign(result, base);
  // The fragment is always the reference's.
  result.hash = relative.hash;
  if (relative.href === '') return finish(result);

  if (relative.slashes && !relative.protocol) {
    for (const key of Object.keys(relative)) if (key !== 'protocol') result[key] = relative[key];
    if (SLASHED.has(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
    return finish(result);
  }
  if (relative.protocol && relative.protocol !== result.protocol) return withOtherProtocol(result, relative, legacy);

  const sourceAbsolute = result.pathname && result.pathname[0] === '/';
  const relativeAbsolute = relative.host || (relative.pathname && relative.pathname[0] === '/');
  let mustEndAbsolute = relativeAbsolute || sourceAbsolute || (result.host && relative.pathname);
  const removeAllDots = mustEndAbsolute;
  let segments = (result.pathname && result.pathname.split('/')) || [];
  const relativeSegments = (relative.pathname && relative.pathname.split('/')) || [];
  const slashless = result.protocol && !SLASHED.has(result.protocol);

  // Without slashes the host is the first segment of the path, for the while of resolving.
  if (slashless) {
    result.hostname = '';
    result.port = null;
    if (result.host) {
      if (segments[0] === '') segments[0] = result.host;
      else segments.unshift(result.host);
    }
    result.host = '';
    if (relative.protocol) {
      relative.hostname = null;
      relative.port = null;
      result.auth = null;
      if (relative.host) {
        if (relativeSegments[0] === '') relativeSegments[0] = relative.host;
        else relativeSegments.unshift(relative.host);
      }
      relative.host = null;
    }
    mustEndAbsolute = mustEndAbsolute && (relativeSegments[0] === '' || segments[0] === '');
  }

  if (relativeAbsolute) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    segments = relativeSegments;
  } else if (relativeSegments.length > 0) {
    segments.pop();
    segments = segments.concat(relativeSegments);
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    // Only another query.
    if (slashless) {
      result.hostname = result.host = segments.shift();
      splitAuth(result);
    }
    result.search = relative.search;
    result.query = relative.query;
    joinPath(result);
    return finish(result);
  }

  if (segments.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return finish(result);
  }

  const last = segments[segments.length - 1];
  const trailing = ((result.host || relative.host || segments.length > 1) && (last === '.' || last === '..')) || last === '';
  let up = removeDots(segments);
  if (!mustEndAbsolute && !removeAllDots) {
    for (; up > 0; up--) segments.unshift('..');
  }
  if (mustEndAbsolute && segments[0] !== '' && (!segments[0] || segments[0][0] !== '/')) segments.unshift('');
  if (trailing && !segments.join('/').endsWith('/')) segments.push('');
  const absolute = segments[0] === '' || (segments[0] && segments[0][0] === '/');

  if (slashless) {
    result.hostname = result.host = absolute ? '' : segments.length > 0 ? segments.shift() : '';
    splitAuth(result);
  }
  mustEndAbsolute ||= result.host && segments.length > 0;
  if (mustEndAbsolute && !absolute) segments.unshift('');
  if (segments.length === 0) {
    result.pathname = null;
    result.path = null;
  } else {
    result.pathname = segments.join('/');
  }
  joinPath(result);
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return finish(result);
}

module.exports = { resolveObject };
