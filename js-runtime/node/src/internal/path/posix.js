'use strict';

const { validateString } = require('internal/validators');
const { extensionOf, formatWith, resolveDots, withoutSuffix } = require('internal/path/segments');

/** A path without `//`, `.` and `..` segments needs no work; the start of the text counts as a slash. */
const UNTIDY = /\/\/|(?:^|\/)\.\.?(?:\/|$)/;

/** Where the last segment starts and ends, slashes at the end not counted. */
function lastSegment(path) {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return { start: end === 0 ? 0 : path.lastIndexOf('/', end - 1) + 1, end };
}

const posix = {
  resolve(...args) {
    let resolved = '';
    let absolute = false;
    for (let i = args.length - 1; i >= -1 && !absolute; i--) {
      const path = i >= 0 ? args[i] : process.cwd();
      if (i >= 0) validateString(path, `paths[${i}]`);
      if (path.length === 0) continue;
      resolved = resolved === '' ? path : `${path}/${resolved}`;
      absolute = path[0] === '/';
    }
    const tidy = UNTIDY.test(resolved) || resolved.endsWith('/') ? resolveDots(resolved.split('/'), !absolute).join('/') :
      absolute ? resolved.slice(1) : resolved;
    if (absolute) return `/${tidy}`;
    return tidy === '' ? '.' : tidy;
  },

  normalize(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    if (!UNTIDY.test(path)) return path;
    const absolute = path[0] === '/';
    const trailing = path.endsWith('/');
    let tidy = resolveDots(path.split('/'), !absolute).join('/');
    if (tidy === '') {
      if (absolute) return '/';
      return trailing ? './' : '.';
    }
    if (trailing) tidy += '/';
    return absolute ? `/${tidy}` : tidy;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return path.length > 0 && path[0] === '/';
  },

  join(...args) {
    let joined = '';
    for (let i = 0; i < args.length; i++) {
      const path = args[i];
      validateString(path, 'path');
      if (path.length > 0) joined = joined === '' ? path : `${joined}/${path}`;
    }
    return joined === '' ? '.' : posix.normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    from = posix.resolve(from);
    to = posix.resolve(to);
    if (from === to) return '';
    const source = from === '/' ? [] : from.slice(1).split('/');
    const target = to === '/' ? [] : to.slice(1).split('/');
    let common = 0;
    while (common < source.length && common < target.length && source[common] === target[common]) common++;
    return [...source.slice(common).fill('..'), ...target.slice(common)].join('/');
  },

  toNamespacedPath(path) {
    return path;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const { start } = lastSegment(path);
    if (start === 0) return path[0] === '/' ? '/' : '.';
    if (start === 1) return '/';
    return path[0] === '/' && start === 2 ? '//' : path.slice(0, start - 1);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    const { start, end } = lastSegment(path);
    const base = path.slice(start, end);
    if (suffix === undefined) return base;
    if (suffix === path) return '';
    // Only slashes: with a suffix to look for they stay.
    if (base === '' && suffix.length > 0 && suffix.length <= path.length) return path;
    return withoutSuffix(base, suffix);
  },

  extname(path) {
    validateString(path, 'path');
    const { start, end } = lastSegment(path);
    return extensionOf(path.slice(start, end));
  },

  format: formatWith.bind(null, '/'),

  parse(path) {
    validateString(path, 'path');
    const result = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return result;
    const absolute = path[0] === '/';
    if (absolute) result.root = '/';
    let { start, end } = lastSegment(path);
    if (absolute && start === 0) start = Math.min(1, end);
    result.base = path.slice(start, end);
    result.ext = extensionOf(result.base);
    result.name = result.base.slice(0, result.base.length - result.ext.length);
    if (end === 0) start = 0;
    if (start > 1 || (start === 1 && !absolute)) result.dir = path.slice(0, start - 1);
    else if (absolute) result.dir = '/';
    return result;
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

module.exports = posix;
