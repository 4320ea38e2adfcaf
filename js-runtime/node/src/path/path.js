'use strict';

/** `path`: the host's own flavour, which is POSIX; `path.posix` and `path.win32` are the two by name. */

const { lazy } = require('internal/lazy');
const posix = require('internal/path/posix');

posix.posix = posix;
// A name from before it was public.
posix._makeLong = posix.toNamespacedPath;
lazy(posix, 'win32', () => {
  const win32 = require('internal/path/win32');
  win32.posix = posix;
  win32.win32 = win32;
  win32._makeLong = win32.toNamespacedPath;
  return win32;
});

module.exports = posix;
