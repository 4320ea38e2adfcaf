'use strict';

/** Leaves letters, digits, dot, hyphen and underscore of a command's argument. */
module.exports = function cliFilter(text) {
  return String(text).replace(/[^a-zA-Z0-9.\-_]/g, '');
};
