'use strict';

const ENTITIES = { '"': '&quot;', '&': '&amp;', '\'': '&#39;', '<': '&lt;', '>': '&gt;' };

/** Text for HTML, attributes included. */
module.exports = function escape(text) {
  return String(text).replace(/["&'<>]/g, character => ENTITIES[character]);
};
