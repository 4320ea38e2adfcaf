'use strict';

/** `util.MIMEType` and `util.MIMEParams`: media types of the MIME Sniffing standard. */

const { codes } = require('internal/errors');

const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const NOT_QUOTED = /[^\t\u0020-~\u0080-\u00ff]/;

function lower(text) {
  return text.replace(/[A-Z]/g, (one) => one.toLowerCase());
}

function checkToken(production, text, start = 0) {
  const bad = text.search(NOT_TOKEN);
  if (text === '' || bad !== -1) throw codes.ERR_INVALID_MIME_SYNTAX(production, text, bad === -1 ? -1 : bad + start);
}

function parseTypeAndSubtype(text) {
  let position = text.search(/[^\t\n\r ]/);
  if (position === -1) position = text.length;
  const slash = text.indexOf('/', position);
  const type = slash === -1 ? text.slice(position) : text.slice(position, slash);
  const badType = type.search(NOT_TOKEN);
  if (type === '' || badType !== -1 || slash === -1) throw codes.ERR_INVALID_MIME_SYNTAX('type', text, badType);
  position = slash + 1;
  const semicolon = text.indexOf(';', position);
  const subtype = (semicolon === -1 ? text.slice(position) : text.slice(position, semicolon)).replace(/[\t\n\r ]+$/, '');
  const badSubtype = subtype.search(NOT_TOKEN);
  if (subtype === '' || badSubtype !== -1) throw codes.ERR_INVALID_MIME_SYNTAX('subtype', text, badSubtype);
  return { type: lower(type), subtype: lower(subtype), rest: semicolon === -1 ? '' : text.slice(semicolon) };
}

class MIMEParams {
  #values = new Map();

  static parse(params, text) {
    const pattern = /;[\t\n\r ]*([^;=]*)(?:=(?:"((?:[^"\\]|\\[^])*)(?:"[^;]*|$)|([^;]*)))?/gy;
    for (const [, name, quoted, bare] of text.matchAll(pattern)) {
      const key = lower(name);
      const value = quoted !== undefined ? quoted.replace(/\\([^])/g, '$1') : bare?.replace(/[\t\n\r ]+$/, '');
      if (value === undefined || (value === '' && quoted === undefined) || key === '' || NOT_TOKEN.test(key) || NOT_QUOTED.test(value)) continue;
      if (!params.#values.has(key)) params.#values.set(key, value);
    }
  }

  delete(name) { this.#values.delete(`${name}`); }

  get(name) {
    name = `${name}`;
    return this.#values.has(name) ? this.#values.get(name) : null;
  }

  has(name) { return this.#values.has(`${name}`); }

  set(name, value) {
    name = `${name}`;
    value = `${value}`;
    checkToken('parameter name', name);
    const bad = value.search(NOT_QUOTED);
    if (bad !== -1) throw codes.ERR_INVALID_MIME_SYNTAX('parameter value', value, bad);
    this.#values.set(name, value);
  }

  *entries() { yield* this.#values.entries(); }
  *keys() { yield* this.#values.keys(); }
  *values() { yield* this.#values.values(); }

  toString() {
    return Array.from(this.#values, ([name, value]) =>
      `${name}=${value === '' || NOT_TOKEN.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value}`).join(';');
  }
}
const parseParams = MIMEParams.parse;
delete MIMEParams.parse;
Object.defineProperty(MIMEParams.prototype, Symbol.iterator, { value: MIMEParams.prototype.entries, writable: true, configurable: true });
Object.defineProperty(MIMEParams.prototype, 'toJSON', { value: MIMEParams.prototype.toString, writable: true, configurable: true });

class MIMEType {
  #type;
  #subtype;
  #params = new MIMEParams();

  constructor(input) {
    const { type, subtype, rest } = parseTypeAndSubtype(`${input}`);
    this.#type = type;
    this.#subtype = subtype;
    parseParams(this.#params, rest);
  }

  get type() { return this.#type; }
  set type(value) {
    value = `${value}`;
    checkToken('type', value);
    this.#type = lower(value);
  }

  get subtype() { return this.#subtype; }
  set subtype(value) {
    value = `${value}`;
    checkToken('subtype', value);
    this.#subtype = lower(value);
  }

  get essence() { return `${this.#type}/${this.#subtype}`; }
  get params() { return this.#params; }

  toString() {
    const params = this.#params.toString();
    return params === '' ? this.essence : `${this.essence};${params}`;
  }

  toJSON() { return this.toString(); }
}

module.exports = { MIMEParams, MIMEType };
