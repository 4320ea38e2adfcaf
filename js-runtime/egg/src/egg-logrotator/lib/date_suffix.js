'use strict';

const { logDate } = require('internal/egg/date');

/** `YYYY-MM-DD` of a time, and with a delimiter `YYYY-MM-DD<delimiter>HH`. */
module.exports = function dateSuffix(time, hourDelimiter) {
  const text = logDate('.', new Date(time));
  const day = text.slice(0, 10);
  return hourDelimiter === undefined ? day : `${day}${hourDelimiter}${text.slice(11, 13)}`;
};
