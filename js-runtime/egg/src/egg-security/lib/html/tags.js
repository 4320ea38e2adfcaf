'use strict';

/**
 * Rebuilds HTML from its texts and tags: `onText(text)` and `onTag(tag, position)` give what takes their place; `position` is the
 * length of the result so far. A tag ends at the first `>` outside of a quoted value, and so does one that the text ends in; a
 * `<` before that makes a text of what came before it.
 */
exports.replaceTags = function replaceTags(html, onText, onTag) {
  let result = '';
  let done = 0;
  let start = html.indexOf('<');
  while (start !== -1) {
    const { end, next } = endOfTag(html, start);
    if (end === undefined) {
      if (next === undefined) break;
      result += onText(html.slice(done, next));
      done = next;
      start = next;
      continue;
    }
    result += onText(html.slice(done, start));
    result += onTag(html.slice(start, end + 1), result.length, start);
    done = end + 1;
    start = html.indexOf('<', done);
  }
  return done < html.length ? result + onText(html.slice(done)) : result;
};

/** `{ end }` at its last character, `{ next }` where another tag begins instead, neither within a value that is not closed. */
function endOfTag(html, start) {
  let quote;
  for (let at = start + 1; at < html.length; at++) {
    const character = html[at];
    if (quote) {
      if (character === quote) quote = undefined;
    } else if (character === '<') {
      return { next: at };
    } else if (character === '>' || at === html.length - 1) {
      return { end: at };
    } else if ((character === '"' || character === '\'') && followsEquals(html, at)) {
      quote = character;
    }
  }
  return {};
}

function followsEquals(html, at) {
  let before = at - 1;
  while (/\s/.test(html[before])) before--;
  return html[before] === '=';
}

/** `{ name, isClosing, isEmpty, attributes }` of a tag's text; the attributes as `[name, value]`. */
exports.parseTag = function parseTag(tag) {
  const blank = tag.search(/\s/);
  const name = (blank === -1 ? tag.slice(1, -1) : tag.slice(1, blank)).toLowerCase().replace(/^\//, '').replace(/\/$/, '');
  const rest = blank === -1 ? '' : tag.slice(blank + 1, -1).trim();
  const isEmpty = blank === -1 ? tag.at(-2) === '/' : rest.endsWith('/');
  return {
    name,
    isClosing: tag.startsWith('</'),
    isEmpty,
    attributes: parseAttributes(rest.endsWith('/') ? rest.slice(0, -1).trim() : rest),
  };
};

/** A name, and a value in quotes, in quotes that are not closed, or up to the next blank. */
const ATTRIBUTE = /\s*([^\s=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(["'][^]*)|(\S*)))?/y;

function parseAttributes(text) {
  const attributes = [];
  ATTRIBUTE.lastIndex = 0;
  while (ATTRIBUTE.lastIndex < text.length) {
    const [ , rawName, double, single, open, plain ] = ATTRIBUTE.exec(text);
    const name = rawName.replace(/[^\w\\:.-]/g, '').toLowerCase();
    const value = (double ?? single ?? open ?? plain ?? '').trim();
    // `name=` with nothing after it is no attribute.
    const isCutOff = plain === '' && ATTRIBUTE.lastIndex === text.length;
    if (name && !isCutOff) attributes.push([ name, value ]);
  }
  return attributes;
}
