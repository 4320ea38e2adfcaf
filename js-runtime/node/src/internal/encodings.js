'use strict';

/**
 * Node's names of character encodings. `normalizeEncoding(name)` gives the canonical name (utf8, utf16le, latin1, ascii, base64,
 * base64url, hex) or undefined; `encodingId(name)` the number that the native codecs take (buffer/codecs.rs).
 */

const ALIASES = {
  __proto__: null,
  'utf8': 'utf8', 'utf-8': 'utf8',
  'ucs2': 'utf16le', 'ucs-2': 'utf16le', 'utf16le': 'utf16le', 'utf-16le': 'utf16le',
  'latin1': 'latin1', 'binary': 'latin1',
  'ascii': 'ascii',
  'base64': 'base64',
  'base64url': 'base64url',
  'hex': 'hex',
};

const IDS = { __proto__: null, utf8: 0, utf16le: 1, latin1: 2, ascii: 3, base64: 4, base64url: 5, hex: 6 };

function canonical(name) {
  return ALIASES[name] || ALIASES[name.toLowerCase()];
}

/** An absent, null or empty name means utf8; a name that is no string means nothing. */
function normalizeEncoding(name) {
  if (name == null || name === '') return 'utf8';
  return typeof name === 'string' ? canonical(name) : undefined;
}

/** The codec's number; undefined for an unknown name. Anything is read as a string, as `buffer.toString(x)` does. */
function encodingId(name) {
  if (name === 'utf8' || name === 'utf-8') return 0;
  const found = canonical(`${name}`);
  return found === undefined ? undefined : IDS[found];
}

module.exports = { normalizeEncoding, encodingId, IDS };
