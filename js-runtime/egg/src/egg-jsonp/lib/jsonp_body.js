'use strict';

const LIMIT = 512;

/**
 * `callback(json)` as a script that does nothing when the function is missing. The name is cut to `limit` characters and
 * to what a property path consists of; the leading comment keeps the answer from being taken for a Flash file.
 */
module.exports = function jsonpBody(value, callback, { limit = LIMIT, replacer, space } = {}) {
  // JSON allows two line separators that scripts did not.
  const json = JSON.stringify(value, replacer, space)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  const name = Array.isArray(callback) ? callback[0] : callback;
  if (typeof name !== 'string' || name.length === 0) return json;
  const safe = name.slice(0, limit || LIMIT).replace(/[^[\]\w$.]+/g, '');
  return `/**/ typeof ${safe} === 'function' && ${safe}(${json});`;
};
