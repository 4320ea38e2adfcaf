'use strict';

/** The native half of `Intl`: time zones and the order of texts. */
module.exports = native;
