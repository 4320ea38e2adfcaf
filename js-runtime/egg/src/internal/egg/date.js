'use strict';

/** `YYYY-MM-DD HH:mm:ss,SSS` of a date in local time; `separator` stands before the milliseconds. */
exports.logDate = function logDate(separator = '.', date = new Date()) {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}${separator}${String(date.getMilliseconds()).padStart(3, '0')}`;
};

/** A duration for people: `12ms`, `3s`, `5m`, rounded to its largest unit. */
exports.shortDuration = function shortDuration(milliseconds) {
  const units = [ [ 'd', 86400000 ], [ 'h', 3600000 ], [ 'm', 60000 ], [ 's', 1000 ] ];
  const unit = units.find(([ , length ]) => Math.abs(milliseconds) >= length);
  return unit ? `${Math.round(milliseconds / unit[1])}${unit[0]}` : `${milliseconds}ms`;
};

function two(number) {
  return number < 10 ? `0${number}` : `${number}`;
}
