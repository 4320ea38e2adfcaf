'use strict';

/** The natives of `fs`, shared by `fs`, `fs/promises` and their streams. */
module.exports = native;
