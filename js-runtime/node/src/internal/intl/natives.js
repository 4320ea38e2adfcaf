'use strict';

/** The native half of `Intl`: time zones, and where the characters of a text end. */
module.exports = native;
