'use strict';

const { validateString } = require('internal/validators');
const { extensionOf, formatWith, resolveDots, withoutSuffix } = require('internal/path/segments');

const isSeparator = (one) => one === '/' || one === '\\';
const isDrive = (path) => /^[a-zA-Z]:/.test(path);
const split = (path) => path.split(/[\\/]/);

/**
 * The root of a path: { device (`C:`, `\\server\share` or ''), absolute, end: the index where the rest begins,
 * bare: a UNC root with nothing after the share }.
 */
function rootOf(path) {
  if (isSeparator(path[0])) {
    const unc = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/.exec(path);
    if (unc === null) return { device: '', absolute: true, end: 1, bare: false };
    return { device: `\\\\${unc[1]}\\${unc[2]}`, absolute: true, end: unc[0].length, bare: unc[0].length === path.length };
  }
  if (isDrive(path)) {
    const absolute = path.length > 2 && isSeparator(path[2]);
    return { device: path.slice(0, 2), absolute, end: absolute ? 3 : 2, bare: false };
  }
  return { device: '', absolute: false, end: 0, bare: false };
}

/** The end of the root for taking a path apart; a UNC root takes its separator along. */
function rootEnd(path) {
  if (path.length === 0) return 0;
  const { device, end, bare } = rootOf(path);
  if (!device.startsWith('\\\\')) return end;
  return bare ? end : end + 1;
}

/** Where the last segment after `from` starts and ends, separators at the end not counted. */
function lastSegment(path, from) {
  let end = path.length;
  while (end > from && isSeparator(path[end - 1])) end--;
  let start = end;
  while (start > from && !isSeparator(path[start - 1])) start--;
  return { start, end };
}

const win32 = {
  resolve(...args) {
    let device = '';
    let tail = '';
    let absolute = false;
    for (let i = args.length - 1; i >= -1; i--) {
      let path;
      if (i >= 0) {
        path = args[i];
        validateString(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else if (device === '') {
        path = process.cwd();
      } else {
        // Each drive has a working directory of its own, kept in a variable like `=C:`.
        path = process.env[`=${device}`] || process.cwd();
        if (path.slice(0, 2).toLowerCase() !== device.toLowerCase() && path[2] === '\\') path = `${device}\\`;
      }
      const root = rootOf(path);
      if (root.device !== '') {
        if (device !== '') {
          if (root.device.toLowerCase() !== device.toLowerCase()) continue;
        } else {
          device = root.device;
        }
      }
      if (absolute) {
        if (device !== '') break;
      } else {
        tail = `${path.slice(root.end)}\\${tail}`;
        absolute = root.absolute;
        if (root.absolute && device !== '') break;
      }
    }
    const rest = resolveDots(split(tail), !absolute).join('\\');
    return absolute ? `${device}\\${rest}` : `${device}${rest}` || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return path === '/' ? '\\' : path;
    const { device, absolute, end, bare } = rootOf(path);
    if (bare) return `${device}\\`;
    let rest = resolveDots(split(path.slice(end)), !absolute).join('\\');
    if (rest === '' && !absolute) rest = '.';
    if (rest !== '' && isSeparator(path[path.length - 1])) rest += '\\';
    if (!absolute && device === '' && path.includes(':')) {
      // What normalising brought to the front must not be read as a drive.
      if (rest.length >= 2 && /^[a-zA-Z]:/.test(rest)) return `.\\${rest}`;
      for (let colon = path.indexOf(':'); colon !== -1; colon = path.indexOf(':', colon + 1)) {
        if (colon === path.length - 1 || isSeparator(path[colon + 1])) return `.\\${rest}`;
      }
    }
    return absolute ? `${device}\\${rest}` : `${device}${rest}`;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return path.length > 0 && (isSeparator(path[0]) || (path.length > 2 && isDrive(path) && isSeparator(path[2])));
  },

  join(...args) {
    const paths = args.filter((path) => {
      validateString(path, 'path');
      return path.length > 0;
    });
    if (paths.length === 0) return '.';
    let joined = paths.join('\\');
    // Only a first part that looks like a UNC root itself may make one: `\` and `server` must not.
    const slashes = /^[\\/]*/.exec(paths[0])[0].length;
    const isUnc = slashes === 2 && paths[0].length > 2;
    if (!isUnc) {
      const leading = /^[\\/]*/.exec(joined)[0].length;
      if (leading >= 2) joined = `\\${joined.slice(leading)}`;
    }
    return win32.normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    const fromPath = win32.resolve(from);
    const toPath = win32.resolve(to);
    if (fromPath === toPath || fromPath.toLowerCase() === toPath.toLowerCase()) return '';
    const trim = (path) => path.replace(/^\\+|\\+$/g, '');
    const source = trim(fromPath).split('\\');
    const target = trim(toPath).split('\\');
    // `\` alone is above everything that has no drive, and cannot be named from below.
    if (source[0] === '') return target.join('\\');
    if (target[0] === '') return fromPath[0] === '\\' && fromPath[1] !== '\\' ? source.fill('..').join('\\') : toPath;
    let common = 0;
    while (common < source.length && common < target.length && source[common].toLowerCase() === target[common].toLowerCase()) common++;
    // Other drives and servers cannot be reached relatively.
    if (common === 0) return toPath;
    return [...source.slice(common).fill('..'), ...target.slice(common)].join('\\');
  },

  toNamespacedPath(path) {
    if (typeof path !== 'string' || path.length === 0) return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved.startsWith('\\\\')) {
      if (resolved[2] !== '?' && resolved[2] !== '.') return `\\\\?\\UNC\\${resolved.slice(2)}`;
      return path;
    } else if (isDrive(resolved) && resolved[2] === '\\') {
      return `\\\\?\\${resolved}`;
    }
    return resolved;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return isSeparator(path) ? path : '.';
    const root = rootOf(path);
    if (root.bare) return path;
    const from = rootEnd(path);
    const { start } = lastSegment(path, from);
    if (start > from) return path.slice(0, start - 1);
    if (from > 0) return path.slice(0, from);
    return '.';
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    const { start, end } = lastSegment(path, isDrive(path) ? 2 : 0);
    const base = path.slice(start, end);
    if (suffix === undefined) return base;
    if (suffix === path) return '';
    if (base === '' && suffix.length > 0 && suffix.length <= path.length) return path.slice(isDrive(path) ? 2 : 0);
    return withoutSuffix(base, suffix);
  },

  extname(path) {
    validateString(path, 'path');
    const { start, end } = lastSegment(path, isDrive(path) ? 2 : 0);
    return extensionOf(path.slice(start, end));
  },

  format: formatWith.bind(null, '\\'),

  parse(path) {
    validateString(path, 'path');
    const result = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return result;
    const from = rootEnd(path);
    result.root = path.slice(0, from);
    const { start, end } = lastSegment(path, from);
    result.base = path.slice(start, end);
    result.ext = extensionOf(result.base);
    result.name = result.base.slice(0, result.base.length - result.ext.length);
    result.dir = start > from ? path.slice(0, start - 1) : result.root;
    return result;
  },

  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
};

module.exports = win32;
