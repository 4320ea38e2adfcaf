'use strict';

/** The native codecs, searches and moves of `buffer` (buffer/mod.rs). */
module.exports = native;
