'use strict';

const { validateString } = require('internal/validators');
const { formatWith } = require('internal/path/segments');

/** Of texts all of these are answered natively (path/mod.rs): what stands here tells who gave something else that it is wrong. */
const posix = {
  resolve(...args) {
    // Those before an absolute path are not looked at, and what it is has been seen.
    for (let i = args.length - 1; i >= 0; i--) validateString(args[i], `paths[${i}]`);
  },

  normalize(path) {
    validateString(path, 'path');
  },

  isAbsolute(path) {
    validateString(path, 'path');
  },

  join(...args) {
    for (let i = 0; i < args.length; i++) validateString(args[i], 'path');
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
  },

  toNamespacedPath(path) {
    return path;
  },

  dirname(path) {
    validateString(path, 'path');
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
  },

  extname(path) {
    validateString(path, 'path');
  },

  format: formatWith.bind(null, '/'),

  parse(path) {
    validateString(path, 'path');
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

native.answer(posix, process);

module.exports = posix;
