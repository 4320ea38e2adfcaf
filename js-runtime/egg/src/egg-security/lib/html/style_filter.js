'use strict';

const SAFE_PROPERTIES = require('egg-security/lib/html/style_properties');

/**
 * Leaves the declarations of a style attribute that are on the list (the npm package `cssfilter` 0). Options: `whiteList`,
 * `{ property: true | RegExp | value => boolean }`; `onAttr` and `onIgnoreAttr(name, value, info)`, whose text takes the place
 * of a declaration on and off the list; `safeAttrValue(name, value)`.
 */
module.exports = class StyleFilter {
  constructor({ whiteList, onAttr, onIgnoreAttr, safeAttrValue } = {}) {
    this.whiteList = whiteList;
    this.onAttr = onAttr || (() => undefined);
    this.onIgnoreAttr = onIgnoreAttr || (() => undefined);
    this.safeAttrValue = safeAttrValue || ((name, value) => (/javascript\s*:/i.test(value) ? '' : value));
  }

  process(style) {
    let result = '';
    for (const { source, sourcePosition } of declarations(style)) {
      const text = this.#replace(source, { source, sourcePosition, position: result.length });
      if (text) result += `${text}; `;
    }
    return result.trim();
  }

  #replace(source, info) {
    const colon = source.indexOf(':');
    const name = source.slice(0, Math.max(colon, 0)).trim();
    if (!name) return undefined;
    const given = source.slice(colon + 1).trim();
    const isWhite = this.#isAllowed(name, given);
    const value = this.safeAttrValue(name, given);
    if (!value) return undefined;
    const handler = isWhite ? this.onAttr : this.onIgnoreAttr;
    return handler(name, value, { ...info, isWhite }) ?? (isWhite ? `${name}:${value}` : undefined);
  }

  #isAllowed(name, value) {
    if (!this.whiteList) return SAFE_PROPERTIES.has(name);
    const check = Object.hasOwn(this.whiteList, name) ? this.whiteList[name] : false;
    if (check instanceof RegExp) return check.test(value);
    return (typeof check === 'function' ? check(value) : check) === true;
  }
};

/** Parts between semicolons or line breaks; in parentheses a semicolon is a value's, and one that is not closed ends in nothing. */
function* declarations(style) {
  const text = `${style.trimEnd()};`;
  let start = 0;
  let isOpen = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      if (end === -1) return;
      at = end + 1;
      start = at + 1;
      isOpen = false;
    } else if (character === '(' || character === ')') {
      isOpen = character === '(';
    } else if (character === '\n' || (character === ';' && !isOpen)) {
      if (!isOpen) yield { source: text.slice(start, at).trim(), sourcePosition: start };
      start = at + 1;
    }
  }
}
