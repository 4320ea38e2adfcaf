'use strict';

/** The natives of `crypto`, shared by its parts. */
module.exports = native;
