'use strict';

const { Buffer } = require('buffer');
const sjs = require('egg-security/lib/helper/sjs');

/** JSON for a script: texts and keys are escaped. Keys that need it are replaced in the object itself, as in egg. */
module.exports = function sjson(value) {
  return JSON.stringify(sanitizeKeys(value), (_, member) => (typeof member === 'string' ? sjs(member) : member));
};

function sanitizeKeys(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (value instanceof Boolean || value instanceof Number) return value;
  if (Buffer.isBuffer(value)) return value.toString();
  for (const key in value) {
    const safe = sjs(key);
    value[safe] = sanitizeKeys(value[key]);
    if (safe !== key) value[key] = undefined;
  }
  return value;
}
