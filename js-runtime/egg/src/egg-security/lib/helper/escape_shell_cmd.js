'use strict';

/** A text without the characters that mean something to a shell. */
module.exports = function escapeShellCmd(text) {
  return String(text).replace(/[#&;`|*?~<>^()[\]{}$'",\n\xff]/g, '');
};
