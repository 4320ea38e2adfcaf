'use strict';

const ENTITIES = { '"': '&quot;', '&': '&amp;', '\'': '&#39;', '<': '&lt;', '>': '&gt;' };

/** Text for HTML, attributes included. Native: `answered(escape)` does so for texts. */
module.exports = native.answered(function escape(text) {
  return String(text).replace(/["&'<>]/g, character => ENTITIES[character]);
});
