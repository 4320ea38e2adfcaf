'use strict';

/**
 * Text that goes out as it is. As nunjucks' own it is an object with the methods of a string, recognised by its member `val`, so
 * that one class serves the texts of both.
 */
class SafeString {
  constructor(text) {
    this.val = text;
    // That of strings cannot be assigned to.
    Object.defineProperty(this, 'length', { value: text.length, writable: true, enumerable: true, configurable: true });
  }

  valueOf() {
    return this.val;
  }

  toString() {
    return this.val;
  }
}
// No class of its own over String: `new String(text)` would be a boxed string, which nunjucks takes for a text that is not safe.
Object.setPrototypeOf(SafeString.prototype, String.prototype);

const isSafe = value => value instanceof String && typeof value.val === 'string';

/** `text`, safe if `like` is. */
const asSafeAs = (like, text) => (isSafe(like) ? new SafeString(String(text)) : String(text));

module.exports = { SafeString, asSafeAs, isSafe };
