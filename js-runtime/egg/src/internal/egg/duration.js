'use strict';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  [ /^(?:milliseconds?|msecs?|ms)?$/i, 1 ],
  [ /^(?:seconds?|secs?|s)$/i, SECOND ],
  [ /^(?:minutes?|mins?|m)$/i, MINUTE ],
  [ /^(?:hours?|hrs?|h)$/i, HOUR ],
  [ /^(?:days?|d)$/i, DAY ],
  [ /^(?:weeks?|w)$/i, 7 * DAY ],
  [ /^(?:years?|yrs?|y)$/i, 365.25 * DAY ],
];

/** `1y`, `10s`, `2 hours` or a number as milliseconds (the notation of the npm package `ms`). */
module.exports = function parseDuration(duration) {
  if (typeof duration === 'number') return duration;
  const [ , number, unit ] = /^(-?(?:\d+)?\.?\d+) *([a-z]*)$/i.exec(duration) ?? [];
  const factor = number && UNITS.find(([ pattern ]) => pattern.test(unit))?.[1];
  if (!factor) throw new Error(`${JSON.stringify(duration)} is no duration: write milliseconds, or a text like 10s or 1y`);
  return Number(number) * factor;
};
