'use strict';

const SUSPECT = /"(?:_|\\u005[Ff]){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006[Ff])(?:t|\\u0074)(?:o|\\u006[Ff])(?:_|\\u005[Ff]){2}"\s*:/;

/**
 * JSON from outside. `strict`: only objects and arrays, '' is {}. A `__proto__` key is an error, removed, or kept as it is, by
 * `onProtoPoisoning` (`error`, `remove`, `ignore`; npm package `@hapi/bourne`).
 */
module.exports = function parseJson(text, { strict, onProtoPoisoning = 'error' }) {
  if (!text) return strict ? {} : text;
  if (strict && !/^[ \t\n\r]*[[{]/.test(text)) {
    throw new SyntaxError('invalid JSON, only supports object and array');
  }
  const value = JSON.parse(text);
  if (onProtoPoisoning === 'ignore' || typeof value !== 'object' || value === null) return value;
  if (SUSPECT.test(text)) scan(value, onProtoPoisoning);
  return value;
};

function scan(root, action) {
  const open = [ root ];
  for (const value of open) {
    if (Object.hasOwn(value, '__proto__')) {
      if (action !== 'remove') throw new SyntaxError('Object contains forbidden prototype property');
      delete value.__proto__;
    }
    for (const key in value) {
      if (typeof value[key] === 'object' && value[key] !== null) open.push(value[key]);
    }
  }
}
