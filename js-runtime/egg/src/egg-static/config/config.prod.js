'use strict';

exports.static = {
  // A year, in seconds.
  maxAge: 31536000,
  buffer: true,
};
