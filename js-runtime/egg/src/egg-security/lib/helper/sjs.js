'use strict';

const NAMED = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Text for a string inside a script: every ASCII character but letters and digits is escaped. */
module.exports = function sjs(text) {
  // eslint-disable-next-line no-control-regex
  return String(text).replace(/[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]/g, character => (
    NAMED[character] ?? `\\x${character.charCodeAt(0).toString(16)}`));
};
