'use strict';

/** `URLSearchParams`: an ordered list of name and value pairs, written as `application/x-www-form-urlencoded`. */

const { codes } = require('internal/errors');
const { stripControlSequences } = require('internal/util/text');
const { validateFunction } = require('internal/validators');
const { deeper, enumerable, tag } = require('internal/util/class_finish');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

function decode(text) {
  if (text.includes('+')) text = text.replaceAll('+', ' ');
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Bytes that are no UTF-8 become U+FFFD, escapes that are none stay.
    return encodeNonAscii(text);
  }
}

function encodeNonAscii(text) {
  const escaped = text.replace(/[^\0-\x7f]+/g, (run) => encodeURIComponent(run));
  return require('querystring').unescapeBuffer(escaped).toString();
}

const KEPT = { '!': '%21', "'": '%27', '(': '%28', ')': '%29', '~': '%7E', '%20': '+' };

/** Texts of these stay as they are. */
const PLAIN = /^[\w*.-]*$/;

function encode(text) {
  if (PLAIN.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()~]|%20/g, (one) => KEPT[one]);
}

function parse(text) {
  const pairs = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals === -1) pairs.push([decode(pair), '']);
    else pairs.push([decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))]);
  }
  return pairs;
}

const text = (value) => {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  const string = `${value}`;
  return string.isWellFormed() ? string : string.toWellFormed();
};

/** `NAME { a, b }`, one a line where that is longer than `options.breakLength`. */
function listed(name, shown, options) {
  if (shown.length === 0) return `${name} {}`;
  const length = shown.reduce((sum, one) => sum + stripControlSequences(one).length + 2, -2);
  return length > options.breakLength ? `${name} {\n  ${shown.join(',\n  ')} }` : `${name} { ${shown.join(', ')} }`;
}

class URLSearchParams {
  #pairs = [];
  /** Called with the new text when the list belongs to a URL. */
  #changed = null;

  /** `init`: a text with or without `?`, an iterable of pairs, or an object of names and values. */
  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init !== 'object' && typeof init !== 'function') {
      init = text(init);
      this.#pairs = parse(init[0] === '?' ? init.slice(1) : init);
      return;
    }
    const method = init[Symbol.iterator];
    if (method === URLSearchParams.prototype[Symbol.iterator] && #pairs in init) {
      this.#pairs = init.#pairs.map((pair) => pair.slice());
    } else if (method !== null && method !== undefined) {
      if (typeof method !== 'function') throw codes.ERR_ARG_NOT_ITERABLE('Query pairs');
      for (const pair of init) {
        if (pair === null || pair === undefined) throw codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
        if ((typeof pair !== 'object' && typeof pair !== 'function') || typeof pair[Symbol.iterator] !== 'function') {
          throw codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
        }
        const items = [...pair];
        if (items.length !== 2) throw codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
        this.#pairs.push([text(items[0]), text(items[1])]);
      }
    } else {
      const seen = new Map();
      for (const key of Reflect.ownKeys(init)) {
        if (!Object.prototype.propertyIsEnumerable.call(init, key)) continue;
        const name = text(key);
        const value = text(init[key]);
        // Names that differ only by a lone surrogate are one name.
        const index = seen.get(name);
        if (index !== undefined) this.#pairs[index][1] = value;
        else seen.set(name, this.#pairs.push([name, value]) - 1);
      }
    }
  }

  static #of(params) {
    if (params === null || typeof params !== 'object' || !(#pairs in params)) throw codes.ERR_INVALID_THIS('URLSearchParams');
    return params.#pairs;
  }

  // Taken off the class below: for URL alone.
  static internals = {
    bindToUrl(params, changed) {
      params.#changed = changed;
      return params;
    },
    refill(params, search) {
      params.#pairs = parse(search[0] === '?' ? search.slice(1) : search);
    },
    pairsOf: (params) => params.#pairs,
  };

  #update() {
    if (this.#changed !== null) this.#changed(this.toString());
  }

  get size() { return URLSearchParams.#of(this).length; }

  append(name, value) {
    const pairs = URLSearchParams.#of(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('name', 'value');
    pairs.push([text(name), text(value)]);
    this.#update();
  }

  delete(name, value = undefined) {
    const pairs = URLSearchParams.#of(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    if (value !== undefined) value = text(value);
    this.#pairs = pairs.filter((pair) => pair[0] !== name || (value !== undefined && pair[1] !== value));
    this.#update();
  }

  get(name) {
    const pairs = URLSearchParams.#of(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    return pairs.find((pair) => pair[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    const pairs = URLSearchParams.#of(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    return pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
  }

  has(name, value = undefined) {
    const pairs = URLSearchParams.#of(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    if (value !== undefined) value = text(value);
    return pairs.some((pair) => pair[0] === name && (value === undefined || pair[1] === value));
  }

  set(name, value) {
    const pairs = URLSearchParams.#of(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('name', 'value');
    name = text(name);
    value = text(value);
    const first = pairs.find((pair) => pair[0] === name);
    if (first === undefined) {
      pairs.push([name, value]);
    } else {
      first[1] = value;
      this.#pairs = pairs.filter((pair) => pair === first || pair[0] !== name);
    }
    this.#update();
  }

  sort() {
    URLSearchParams.#of(this).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#update();
  }

  entries() {
    URLSearchParams.#of(this);
    return iterate(this, (pair) => [pair[0], pair[1]]);
  }

  forEach(callback, thisArg = undefined) {
    URLSearchParams.#of(this);
    validateFunction(callback, 'callback');
    // The list may change under the callback: it is read anew each time.
    for (let i = 0; i < this.#pairs.length; i++) callback.call(thisArg, this.#pairs[i][1], this.#pairs[i][0], this);
  }

  keys() {
    URLSearchParams.#of(this);
    return iterate(this, (pair) => pair[0]);
  }

  values() {
    URLSearchParams.#of(this);
    return iterate(this, (pair) => pair[1]);
  }

  toString() {
    return URLSearchParams.#of(this).map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  }

  [kInspect](depth, options) {
    const pairs = URLSearchParams.#of(this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('internal/util/inspect');
    const inner = deeper(options);
    const shown = pairs.map(([name, value]) => `${inspect(name, inner)} => ${inspect(value, inner)}`);
    return listed(this.constructor.name, shown, options);
  }
}

const { bindToUrl, refill, pairsOf } = URLSearchParams.internals;
delete URLSearchParams.internals;
enumerable(URLSearchParams.prototype, [
  'append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'entries', 'forEach', 'keys', 'values', 'toString', 'size',
]);
tag(URLSearchParams);
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries, writable: true, configurable: true,
});

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
const states = new WeakMap();
const URLSearchParamsIteratorPrototype = Object.create(IteratorPrototype, {
  [Symbol.toStringTag]: { value: 'URLSearchParams Iterator', configurable: true },
});
URLSearchParamsIteratorPrototype.next = function next() {
  const state = states.get(this);
  if (state === undefined) throw codes.ERR_INVALID_THIS('URLSearchParamsIterator');
  const pairs = pairsOf(state.params);
  if (state.index >= pairs.length) return { value: undefined, done: true };
  return { value: state.select(pairs[state.index++]), done: false };
};
URLSearchParamsIteratorPrototype[kInspect] = function(depth, options) {
  const { params, index, select } = states.get(this) ?? (() => { throw codes.ERR_INVALID_THIS('URLSearchParamsIterator'); })();
  if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
  const { inspect } = require('internal/util/inspect');
  const shown = pairsOf(params).slice(index).map((pair) => inspect(select(pair), options));
  return shown.length === 0 ? `${this[Symbol.toStringTag]} {  }` : listed(this[Symbol.toStringTag], shown, options);
};
Object.defineProperty(URLSearchParamsIteratorPrototype, kInspect, { enumerable: false });

/** An iterator over the living list. */
function iterate(params, select) {
  const iterator = Object.create(URLSearchParamsIteratorPrototype);
  states.set(iterator, { params, index: 0, select });
  return iterator;
}

module.exports = { URLSearchParams, bindToUrl, refill };
