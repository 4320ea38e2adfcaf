'use strict';

/** The natives of ports and threads, for those who share them. */
module.exports = native;
