'use strict';

/** The natives of `zlib`, shared by its streams and its functions. */
module.exports = native;
