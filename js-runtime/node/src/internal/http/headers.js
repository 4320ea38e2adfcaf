'use strict';

// What Node asks of header names and values, and how it joins the headers of one name (CTX-129, CTX-135).

const { codes } = require('internal/errors');
const natives = require('internal/http/parser_natives');

/** A name that HTTP allows: letters, digits and a few signs, at least one. */
const { isToken } = natives;

/** True when `value` has a character that would break the message (control characters, beyond Latin-1). */
const { hasInvalidChar } = natives;

/** Throws ERR_INVALID_HTTP_TOKEN. `label`: what the message calls the name. */
function validateHeaderName(name, label) {
  if (typeof name !== 'string' || !name || !isToken(name)) throw new codes.ERR_INVALID_HTTP_TOKEN(label || 'Header name', name);
}

/** Throws ERR_HTTP_INVALID_HEADER_VALUE for undefined, ERR_INVALID_CHAR for what cannot be sent. */
function validateHeaderValue(name, value) {
  if (value === undefined) throw new codes.ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (hasInvalidChar(value)) throw new codes.ERR_INVALID_CHAR('header content', name);
}

/** Of these the first one counts. */
const FIRST_WINS = new Set(natives.firstWins);

/** Adds one header to `into` by the rules of `headers`: first wins, list, array (set-cookie), or joined. */
function addJoined(into, name, value) {
  const key = name.toLowerCase();
  // A name such as `constructor` is no header before one comes.
  const before = Object.hasOwn(into, key) ? into[key] : undefined;
  if (key === 'set-cookie') {
    if (before === undefined) into[key] = [value];
    else before.push(value);
  } else if (before === undefined) {
    into[key] = value;
  } else if (!FIRST_WINS.has(key)) {
    into[key] = before + (key === 'cookie' ? '; ' : ', ') + value;
  }
}

/** `[name, value, ...]` -> the object that `message.headers` shows. */
function joinHeaders(raw) {
  const headers = {};
  for (let i = 0; i + 1 < raw.length; i += 2) addJoined(headers, raw[i], raw[i + 1]);
  return headers;
}

/** `[name, value, ...]` -> a null-prototype object of arrays: every value of every name. */
function distinctHeaders(raw) {
  const headers = Object.create(null);
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const key = raw[i].toLowerCase();
    if (headers[key] === undefined) headers[key] = [raw[i + 1]];
    else headers[key].push(raw[i + 1]);
  }
  return headers;
}

module.exports = {
  addJoined,
  distinctHeaders,
  hasInvalidChar,
  isToken,
  joinHeaders,
  validateHeaderName,
  validateHeaderValue,
};
