'use strict';

const DEFAULT_TAGS = require('egg-security/lib/html/default_tags');
const StyleFilter = require('egg-security/lib/html/style_filter');
const TagBodies = require('egg-security/lib/html/tag_bodies');
const safeValue = require('egg-security/lib/html/safe_value');
const { parseTag, replaceTags } = require('egg-security/lib/html/tags');

const nothing = () => undefined;

/**
 * Leaves the tags and attributes of HTML that are on a list, and makes texts of the others; options and results as of the npm
 * package `xss` 1: `whiteList` (or `allowList`) `{ tag: [attributes] }`, `onTag`, `onTagAttr`, `onIgnoreTag`, `onIgnoreTagAttr`,
 * `safeAttrValue`, `escapeHtml`, `stripIgnoreTag`, `stripIgnoreTagBody`, `allowCommentTag`, `stripBlankChar`, `css`,
 * `singleQuotedAttributeValue`.
 */
module.exports = class HtmlFilter {
  #options;
  #whiteList;
  #styleFilter;

  constructor(options = {}) {
    this.#options = {
      onTag: nothing,
      onTagAttr: nothing,
      onIgnoreTag: options.stripIgnoreTag ? () => '' : nothing,
      onIgnoreTagAttr: nothing,
      safeAttrValue: safeValue,
      escapeHtml: text => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      ...Object.fromEntries(Object.entries(options).filter(([ , value ]) => value !== undefined && value !== null)),
    };
    if (options.stripIgnoreTag) this.#options.onIgnoreTag = () => '';
    const whiteList = options.whiteList ?? options.allowList;
    this.#whiteList = new Map(Object.entries(whiteList ? lowerCase(whiteList) : DEFAULT_TAGS));
    this.#styleFilter = options.css === false ? false : new StyleFilter(options.css);
  }

  process(html) {
    const { allowCommentTag, escapeHtml, stripBlankChar, stripIgnoreTagBody, onIgnoreTag } = this.#options;
    let text = String(html);
    if (stripBlankChar) text = withoutControls(text);
    if (!allowCommentTag) text = withoutComments(text);
    const bodies = stripIgnoreTagBody ? new TagBodies(stripIgnoreTagBody, onIgnoreTag) : undefined;
    const onIgnored = bodies ? bodies.mark.bind(bodies) : onIgnoreTag;
    const result = replaceTags(text, escapeHtml, (source, position, sourcePosition) => (
      this.#replaceTag(source, { position, sourcePosition }, onIgnored)));
    return bodies ? bodies.cut(result) : result;
  }

  #replaceTag(source, place, onIgnored) {
    const { name, isClosing, isEmpty, attributes } = parseTag(source);
    const isWhite = this.#whiteList.has(name);
    const info = { ...place, isClosing, isWhite };
    const given = this.#options.onTag(name, source, info);
    if (given !== undefined && given !== null) return given;
    if (!isWhite) return onIgnored(name, source, info) ?? this.#options.escapeHtml(source);
    if (isClosing) return `</${name}>`;
    const kept = attributes.map(([ key, value ]) => this.#attribute(name, key, value)).filter(Boolean).join(' ').trim();
    return `<${name}${kept ? ` ${kept}` : ''}${isEmpty ? ' /' : ''}>`;
  }

  #attribute(tag, name, value) {
    const { onTagAttr, onIgnoreTagAttr, safeAttrValue, singleQuotedAttributeValue } = this.#options;
    const isWhite = [ this.#whiteList.get(tag) ].flat().includes(name);
    const given = onTagAttr(tag, name, value, isWhite);
    if (given !== undefined && given !== null) return given;
    if (!isWhite) return onIgnoreTagAttr(tag, name, value, isWhite);
    const safe = safeAttrValue(tag, name, value, this.#styleFilter);
    const quote = singleQuotedAttributeValue === true ? '\'' : '"';
    return safe ? `${name}=${quote}${safe}${quote}` : name;
  }
};

function lowerCase(whiteList) {
  return Object.fromEntries(Object.entries(whiteList).map(([ tag, names ]) => (
    [ tag.toLowerCase(), Array.isArray(names) ? names.map(name => name.toLowerCase()) : names ])));
}

/** `<!-->` is a whole comment; what follows one that is not closed goes too. */
function withoutComments(html) {
  let result = '';
  let done = 0;
  for (let start = html.indexOf('<!--'); start !== -1; start = html.indexOf('<!--', done)) {
    result += html.slice(done, start);
    const end = html.indexOf('-->', start);
    if (end === -1) return result;
    done = end + 3;
  }
  return result + html.slice(done);
}

function withoutControls(html) {
  // eslint-disable-next-line no-control-regex
  return html.replace(/[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]/g, '');
}
