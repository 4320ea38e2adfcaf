'use strict';

/** `path`: the host's own flavour, which is POSIX; `path.posix` and `path.win32` are the two by name. */

const posix = require('internal/path/posix');
const win32 = require('internal/path/win32');

posix.posix = win32.posix = posix;
posix.win32 = win32.win32 = win32;
// Names from before they were public.
posix._makeLong = posix.toNamespacedPath;
win32._makeLong = win32.toNamespacedPath;

module.exports = posix;
