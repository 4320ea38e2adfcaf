'use strict';

/** `querystring`: the legacy codec of URL query strings. */

const { codes } = require('internal/errors');

/** Characters that stay as they are: letters, digits and `! ' ( ) * - . _ ~`; more or less what encodeURIComponent keeps. */
function qsEscape(value) {
  if (typeof value !== 'string') value = typeof value === 'object' ? String(value) : value + '';
  try {
    return encodeURIComponent(value);
  } catch {
    return encodeURIComponent(value.replace(/[\ud800-\udfff][^]?/g, joinSurrogate));
  }
}

/** A surrogate takes whatever stands after it for its other half, as Node's codec does; at the end it has none. */
function joinSurrogate(pair) {
  if (pair.length < 2) throw codes.ERR_INVALID_URI();
  return String.fromCodePoint(0x10000 + ((pair.charCodeAt(0) & 0x3ff) << 10 | (pair.charCodeAt(1) & 0x3ff)));
}

/** The bytes of `text` with `%XX` decoded; what is no escape stays. */
function unescapeBuffer(text, decodeSpaces) {
  const { Buffer } = require('buffer');
  const result = Buffer.allocUnsafe(text.length);
  let used = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (decodeSpaces && code === 43) {
      code = 32;
    } else if (code === 37 && /^[0-9a-fA-F]{2}$/.test(text.slice(i + 1, i + 3))) {
      code = parseInt(text.slice(i + 1, i + 3), 16);
      i += 2;
    }
    result[used++] = code;
  }
  return used < text.length ? result.slice(0, used) : result;
}

function qsUnescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not valid UTF-8: decode what there is.
    return QueryString.unescapeBuffer(text, decodeSpaces).toString();
  }
}

function primitiveText(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return '';
}

const ESCAPED = /%[0-9a-fA-F]{2}/;

/** `options.encodeURIComponent` replaces the escaping (`querystring.escape`, which may be patched). */
function stringify(object, separator, equals, options) {
  separator ||= '&';
  equals ||= '=';
  if (object === null || typeof object !== 'object') return '';
  let encode = QueryString.escape;
  if (options && typeof options.encodeURIComponent === 'function') encode = options.encodeURIComponent;
  const encodeValue = (value) => {
    const text = primitiveText(value);
    return text === '' ? '' : encode(text);
  };
  const pairs = [];
  for (const key of Object.keys(object)) {
    const value = object[key];
    const start = encode(primitiveText(key)) + equals;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) pairs.push(start + encodeValue(value[i]));
    } else {
      pairs.push(start + encodeValue(value));
    }
  }
  return pairs.join(separator);
}

/**
 * `options`: { maxKeys: 1000 (0 for no limit), decodeURIComponent }. The result has no prototype; a name met again collects an array.
 */
function parse(query, separator, equals, options) {
  const result = { __proto__: null };
  if (typeof query !== 'string' || query.length === 0) return result;
  separator = separator ? String(separator) : '&';
  equals = equals ? String(equals) : '=';
  let limit = 1000;
  if (options && typeof options.maxKeys === 'number') limit = options.maxKeys;
  if (limit <= 0) limit = Infinity;
  let decode = QueryString.unescape;
  if (options && typeof options.decodeURIComponent === 'function') decode = options.decodeURIComponent;
  const ownDecoding = decode !== qsUnescape;

  const decodeText = (text) => {
    if (text.includes('+')) text = text.replaceAll('+', ownDecoding ? '%20' : ' ');
    // Only what is escaped is decoded.
    if (text.length === 0 || (!ownDecoding && !ESCAPED.test(text))) return text;
    try {
      return decode(text);
    } catch {
      return qsUnescape(text, true);
    }
  };

  // No separator at all: the whole text is one name.
  if (separator === '') {
    result[decodeText(query)] = '';
    return result;
  }
  let from = 0;
  while (from <= query.length) {
    let end = query.indexOf(separator, from);
    if (end === -1) end = query.length;
    const pair = query.slice(from, end);
    from = end + separator.length;
    // Node counts the empty ones too.
    if (--limit < 0) break;
    if (pair.length === 0) continue;
    const at = pair.indexOf(equals);
    const key = decodeText(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? '' : decodeText(pair.slice(at + equals.length));
    const existing = result[key];
    if (existing === undefined) result[key] = value;
    else if (typeof existing === 'string') result[key] = [existing, value];
    else existing.push(value);
  }
  return result;
}

const QueryString = module.exports = {
  unescapeBuffer,
  unescape: qsUnescape,
  escape: qsEscape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

// The usual calls: with the usual separators, and with the codec above.
native.answer(QueryString);
