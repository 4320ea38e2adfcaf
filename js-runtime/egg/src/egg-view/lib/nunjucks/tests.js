'use strict';

const { isSafe } = require('egg-view/lib/nunjucks/safe_string');

/** nunjucks' tests by name: `value is name(other)`. */
const tests = {
  callable: value => typeof value === 'function',
  defined: value => value !== undefined,
  divisibleby: (value, other) => value % other === 0,
  equalto: (value, other) => value === other,
  escaped: value => isSafe(value),
  even: value => value % 2 === 0,
  falsy: value => !value,
  ge: (value, other) => value >= other,
  greaterthan: (value, other) => value > other,
  iterable: value => Boolean(value[Symbol.iterator]),
  le: (value, other) => value <= other,
  lessthan: (value, other) => value < other,
  lower: value => value.toLowerCase() === value,
  mapping: value => value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Set),
  ne: (value, other) => value !== other,
  null: value => value === null,
  number: value => typeof value === 'number',
  odd: value => value % 2 === 1,
  string: value => typeof value === 'string',
  truthy: value => Boolean(value),
  undefined: value => value === undefined,
  upper: value => value.toUpperCase() === value,
};
tests.eq = tests.sameas = tests.equalto;
tests.gt = tests.greaterthan;
tests.lt = tests.lessthan;

module.exports = tests;
