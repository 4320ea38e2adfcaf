'use strict';

/** Log levels by weight: a transport writes what is at least its own level. */
module.exports = {
  ALL: -Infinity,
  DEBUG: 0,
  INFO: 1,
  WARN: 2,
  ERROR: 3,
  NONE: Infinity,
};
