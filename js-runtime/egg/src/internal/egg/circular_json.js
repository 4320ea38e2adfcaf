'use strict';

/**
 * `JSON.stringify` for objects that refer to themselves (format of the npm package `circular-json-for-egg`): an object
 * met again becomes the path to where it was met first, `~config~cluster`; `~` in a text is escaped as `\x7e`.
 *
 * Native: `stringify(value, spaces)`, the text, or undefined for what has to be looked at more closely.
 */
const ESCAPED = '\\x7e';

exports.stringify = function stringify(value, replacer, space) {
  const spaces = space ?? 0;
  const text = replacer || !Number.isInteger(spaces) ? undefined : native.stringify(value, Math.min(Math.max(spaces, 0), 10));
  return text ?? JSON.stringify(value, replacerFor(value, replacer), space);
};

function replacerFor(root, replacer) {
  /** Where each object was met first. */
  const references = new Map([ [ root, '~' ] ]);
  /** The objects from the root down to the one being written, and the keys that lead there. */
  const ancestors = [ root ];
  const keys = [];
  let isRoot = true;

  return function (key, value) {
    const current = replacer ? replacer.call(this, key, value) : value;
    if (isRoot) {
      isRoot = false;
      return current;
    }
    const depth = ancestors.indexOf(this);
    if (depth >= 0) {
      ancestors.length = depth + 1;
      keys.length = depth;
    }
    // Only the first of each: what reads it back looks at the start of a text.
    if (typeof current === 'string') return current.replace(ESCAPED, `\\${ESCAPED}`).replace('~', ESCAPED);
    if (typeof current !== 'object' || current === null) return current;
    const reference = references.get(current);
    if (reference !== undefined) return reference;
    ancestors.push(current);
    keys.push(String(key).replaceAll('~', ESCAPED));
    references.set(current, `~${keys.join('~')}`);
    return current;
  };
}
