'use strict';

exports.session = {
  /** A day, in milliseconds. */
  maxAge: 24 * 3600 * 1000,
  key: 'EGG_SESS',
  httpOnly: true,
  encrypt: true,
  logValue: true,
};
