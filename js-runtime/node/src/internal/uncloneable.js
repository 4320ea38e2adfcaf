'use strict';

/** Prototypes with this member are of objects whose state is in no slot that could be copied: cloning one fails. */
const kUncloneable = Symbol('kUncloneable');

module.exports = { kUncloneable };
