'use strict';

/** What POSIX and Windows paths have in common once separators and roots are known. */

const { validateObject } = require('internal/validators');

/** Resolves `.` and `..` in a list of segments; `aboveRoot` keeps leading `..`. */
function resolveDots(segments, aboveRoot) {
  const result = [];
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') {
      result.push(segment);
    } else if (result.length > 0 && result[result.length - 1] !== '..') {
      result.pop();
    } else if (aboveRoot) {
      result.push('..');
    }
  }
  return result;
}

/** The extension of a file name with its dot; a name that only begins with a dot has none. */
function extensionOf(base) {
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? '' : base.slice(dot);
}

/** `suffix` taken off a file name, unless nothing would be left. */
function withoutSuffix(base, suffix) {
  return suffix !== '' && base.length > suffix.length && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
}

/** The inverse of `parse`: `dir` wins over `root`, `base` over `name` and `ext`. */
function formatWith(separator, pathObject) {
  validateObject(pathObject, 'pathObject');
  const dir = pathObject.dir || pathObject.root;
  const ext = pathObject.ext ? `${pathObject.ext[0] === '.' ? '' : '.'}${pathObject.ext}` : '';
  const base = pathObject.base || `${pathObject.name || ''}${ext}`;
  if (!dir) return base;
  return dir === pathObject.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

module.exports = { extensionOf, formatWith, resolveDots, withoutSuffix };
