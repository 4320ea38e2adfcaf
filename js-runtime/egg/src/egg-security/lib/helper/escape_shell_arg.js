'use strict';

/** A text as one quoted argument of a shell command. */
module.exports = function escapeShellArg(text) {
  return `'${String(text).replaceAll('\'', '\'\\\'\'')}'`;
};
