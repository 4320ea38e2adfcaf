'use strict';

/** `Headers` of the Fetch standard: names in lower case, values joined by `, `, cookies apart. */

const { byteString, finish, required } = require('internal/fetch/idl');

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The lists of each object: Map from lower-case name to { name (as given), values: [] }. */
const lists = new WeakMap();
/** Those that may not be changed: of a response from outside. */
const immutable = new WeakSet();

function listOf(headers) {
  const list = lists.get(headers);
  if (list === undefined) throw require('internal/fetch/idl').illegal('Headers');
  return list;
}

function normalize(value) {
  return value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
}

function checkedName(name, what) {
  name = byteString(name);
  if (!TOKEN.test(name)) throw new TypeError(`${what}: "${name}" is an invalid header name.`);
  return name;
}

function checkedValue(value, what) {
  value = normalize(byteString(value));
  if (/[\0\r\n]/.test(value)) throw new TypeError(`${what}: "${value}" is an invalid header value.`);
  return value;
}

function changeable(headers) {
  const list = listOf(headers);
  if (immutable.has(headers)) throw new TypeError('immutable');
  return list;
}

function add(list, name, value) {
  const key = name.toLowerCase();
  const known = list.get(key);
  if (known === undefined) list.set(key, { name, values: [value] });
  else known.values.push(value);
}

const joined = (key, values) => values.join(key === 'cookie' ? '; ' : ', ');

function fill(headers, init) {
  const list = listOf(headers);
  const append = (name, value) => add(list, checkedName(name, 'Headers.append'), checkedValue(value, 'Headers.append'));
  if (init !== null && typeof init === 'object') {
    const iterator = init[Symbol.iterator];
    if (typeof iterator === 'function') {
      for (const pair of init) {
        const entry = [...pair];
        if (entry.length !== 2) {
          throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${entry.length}.`);
        }
        append(entry[0], entry[1]);
      }
    } else {
      for (const key of Reflect.ownKeys(init)) {
        if (Object.getOwnPropertyDescriptor(init, key)?.enumerable) append(key, init[key]);
      }
    }
    return;
  }
  throw new TypeError('Headers constructor: Argument 1 could not be converted to one of: ' +
    'sequence<sequence<ByteString>>, record<ByteString, ByteString>.');
}

class Headers {
  constructor(init = undefined) {
    lists.set(this, new Map());
    if (init !== undefined) fill(this, init);
  }

  append(name, value) {
    listOf(this);
    required(2, arguments, 'Headers.append');
    add(changeable(this), checkedName(name, 'Headers.append'), checkedValue(value, 'Headers.append'));
  }

  delete(name) {
    listOf(this);
    required(1, arguments, 'Headers.delete');
    name = checkedName(name, 'Headers.delete');
    changeable(this).delete(name.toLowerCase());
  }

  get(name) {
    const list = listOf(this);
    required(1, arguments, 'Headers.get');
    const key = checkedName(name, 'Headers.get').toLowerCase();
    const found = list.get(key);
    return found === undefined ? null : joined(key, found.values);
  }

  has(name) {
    const list = listOf(this);
    required(1, arguments, 'Headers.has');
    return list.has(checkedName(name, 'Headers.has').toLowerCase());
  }

  set(name, value) {
    listOf(this);
    required(2, arguments, 'Headers.set');
    name = checkedName(name, 'Headers.set');
    value = checkedValue(value, 'Headers.set');
    changeable(this).set(name.toLowerCase(), { name, values: [value] });
  }

  /** The values of all `set-cookie` headers, which cannot be joined. */
  getSetCookie() {
    return [...(listOf(this).get('set-cookie')?.values ?? [])];
  }

  * keys() { for (const [name] of sorted(this)) yield name; }
  * values() { for (const [, value] of sorted(this)) yield value; }
  * entries() { yield* sorted(this); }

  forEach(callback, thisArg = undefined) {
    listOf(this);
    required(1, arguments, 'Headers.forEach');
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of sorted(this)) Reflect.apply(callback, thisArg, [value, name, this]);
  }
}

/** The pairs by name, each cookie a pair of its own. */
function sorted(headers) {
  const list = listOf(headers);
  const pairs = [];
  for (const key of [...list.keys()].sort()) {
    const { values } = list.get(key);
    if (key === 'set-cookie') for (const value of values) pairs.push([key, value]);
    else pairs.push([key, joined(key, values)]);
  }
  return pairs;
}

finish(Headers, (self) => Object.fromEntries([...listOf(self)].map(([key, { name, values }]) => [name, joined(key, values)])));
Object.defineProperty(Headers.prototype, Symbol.iterator, { value: Headers.prototype.entries, writable: true, configurable: true });

/** Headers of a message from outside: `[name, value, name, value, ...]`; they cannot be changed. */
function fromRaw(raw) {
  const headers = new Headers();
  const list = listOf(headers);
  for (let i = 0; i < raw.length; i += 2) add(list, raw[i].toLowerCase(), normalize(raw[i + 1]));
  immutable.add(headers);
  return headers;
}

function freeze(headers) {
  immutable.add(headers);
  return headers;
}

/** The pairs as they go out: the names as given. */
function toSend(headers) {
  const pairs = [];
  for (const [key, { name, values }] of listOf(headers)) {
    if (key === 'set-cookie') for (const value of values) pairs.push([name, value]);
    else pairs.push([name, joined(key, values)]);
  }
  return pairs;
}

module.exports = { Headers, freeze, fromRaw, toSend };
