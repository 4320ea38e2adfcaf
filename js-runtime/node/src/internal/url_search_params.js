'use strict';

/** `URLSearchParams`: an ordered list of name and value pairs, written as `application/x-www-form-urlencoded`. */

const { codes } = require('internal/errors');
const { stripControlSequences } = require('internal/util/text');
const { validateFunction } = require('internal/validators');
const { deeper, enumerable, tag } = require('internal/util/class_finish');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

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

/** Leaves the pairs in a list for which `isKept(index)` says so. It stays the same list, and each pair moves at most once. */
function keep(list, isKept) {
  let end = 0;
  for (let i = 0; i < list.length; i += 2) {
    if (!isKept(i)) continue;
    list[end] = list[i];
    list[end + 1] = list[i + 1];
    end += 2;
  }
  list.length = end;
}

class URLSearchParams {
  /** Names and values in turn. */
  #list = [];
  /** Called with the new text when the list belongs to a URL. */
  #changed = null;

  /** `init`: a text with or without `?`, an iterable of pairs, or an object of names and values. */
  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init !== 'object' && typeof init !== 'function') {
      this.#list = native.read(text(init));
      return;
    }
    const method = init[Symbol.iterator];
    if (method === URLSearchParams.prototype[Symbol.iterator] && #list in init) {
      this.#list = init.#list.slice();
    } else if (method !== null && method !== undefined) {
      if (typeof method !== 'function') throw codes.ERR_ARG_NOT_ITERABLE('Query pairs');
      for (const pair of init) {
        if (pair === null || pair === undefined) throw codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
        if ((typeof pair !== 'object' && typeof pair !== 'function') || typeof pair[Symbol.iterator] !== 'function') {
          throw codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
        }
        const items = [...pair];
        if (items.length !== 2) throw codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
        this.#list.push(text(items[0]), text(items[1]));
      }
    } else {
      const list = this.#list;
      const seen = new Map();
      for (const key of Reflect.ownKeys(init)) {
        if (!Object.prototype.propertyIsEnumerable.call(init, key)) continue;
        const name = text(key);
        const value = text(init[key]);
        // Names that differ only by a lone surrogate are one name.
        const index = seen.get(name);
        if (index !== undefined) list[index] = value;
        else seen.set(name, list.push(name, value) - 1);
      }
    }
  }

  static #of(params) {
    if (params === null || typeof params !== 'object' || !(#list in params)) throw codes.ERR_INVALID_THIS('URLSearchParams');
    return params.#list;
  }

  // Taken off the class below: for URL and the iterators alone.
  static internals = {
    bindToUrl(params, changed) {
      params.#changed = changed;
      return params;
    },
    refill(params, search) {
      params.#list = native.read(search);
    },
    listOf: (params) => params.#list,
  };

  #update() {
    if (this.#changed !== null) this.#changed(native.write(this.#list));
  }

  get size() { return URLSearchParams.#of(this).length / 2; }

  append(name, value) {
    const list = URLSearchParams.#of(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('name', 'value');
    list.push(text(name), text(value));
    this.#update();
  }

  delete(name, value = undefined) {
    const list = URLSearchParams.#of(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    if (value !== undefined) value = text(value);
    keep(list, (i) => list[i] !== name || (value !== undefined && list[i + 1] !== value));
    this.#update();
  }

  get(name) {
    const list = URLSearchParams.#of(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name) return list[i + 1];
    }
    return null;
  }

  getAll(name) {
    const list = URLSearchParams.#of(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    const values = [];
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name) values.push(list[i + 1]);
    }
    return values;
  }

  has(name, value = undefined) {
    const list = URLSearchParams.#of(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    if (value !== undefined) value = text(value);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && (value === undefined || list[i + 1] === value)) return true;
    }
    return false;
  }

  set(name, value) {
    const list = URLSearchParams.#of(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('name', 'value');
    name = text(name);
    value = text(value);
    let found = false;
    keep(list, (i) => {
      if (list[i] !== name) return true;
      if (found) return false;
      found = true;
      list[i + 1] = value;
      return true;
    });
    if (!found) list.push(name, value);
    this.#update();
  }

  sort() {
    const list = URLSearchParams.#of(this);
    const pairs = list.map((item, i) => [item, list[i + 1]]).filter((_, i) => i % 2 === 0);
    this.#list = pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).flat();
    this.#update();
  }

  entries() {
    URLSearchParams.#of(this);
    return new URLSearchParamsIterator(this, entryAt);
  }

  forEach(callback, thisArg = undefined) {
    URLSearchParams.#of(this);
    validateFunction(callback, 'callback');
    // The list may change under the callback: it is read anew each time.
    for (let i = 0; i < this.#list.length; i += 2) callback.call(thisArg, this.#list[i + 1], this.#list[i], this);
  }

  keys() {
    URLSearchParams.#of(this);
    return new URLSearchParamsIterator(this, nameAt);
  }

  values() {
    URLSearchParams.#of(this);
    return new URLSearchParamsIterator(this, valueAt);
  }

  toString() {
    return native.write(URLSearchParams.#of(this));
  }

  [kInspect](depth, options) {
    const list = URLSearchParams.#of(this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('internal/util/inspect');
    const inner = deeper(options);
    const shown = [];
    for (let i = 0; i < list.length; i += 2) shown.push(`${inspect(list[i], inner)} => ${inspect(list[i + 1], inner)}`);
    return listed(this.constructor.name, shown, options);
  }
}

const { bindToUrl, refill, listOf } = URLSearchParams.internals;
delete URLSearchParams.internals;
enumerable(URLSearchParams.prototype, [
  'append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'entries', 'forEach', 'keys', 'values', 'toString', 'size',
]);
tag(URLSearchParams);
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries, writable: true, configurable: true,
});

const entryAt = (list, i) => [list[i], list[i + 1]];
const nameAt = (list, i) => list[i];
const valueAt = (list, i) => list[i + 1];

/** An iterator over the living list. */
class URLSearchParamsIterator {
  #params;
  #select;
  #index = 0;

  constructor(params, select) {
    this.#params = params;
    this.#select = select;
  }

  static #check(iterator) {
    if (iterator === null || typeof iterator !== 'object' || !(#params in iterator)) throw codes.ERR_INVALID_THIS('URLSearchParamsIterator');
  }

  next() {
    URLSearchParamsIterator.#check(this);
    const list = listOf(this.#params);
    const index = this.#index;
    if (index >= list.length) return { value: undefined, done: true };
    this.#index = index + 2;
    return { value: this.#select(list, index), done: false };
  }

  [kInspect](depth, options) {
    URLSearchParamsIterator.#check(this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('internal/util/inspect');
    const list = listOf(this.#params);
    const shown = [];
    for (let i = this.#index; i < list.length; i += 2) shown.push(inspect(this.#select(list, i), options));
    return shown.length === 0 ? `${this[Symbol.toStringTag]} {  }` : listed(this[Symbol.toStringTag], shown, options);
  }
}
enumerable(URLSearchParamsIterator.prototype, ['next']);
Object.defineProperty(URLSearchParamsIterator.prototype, Symbol.toStringTag, { value: 'URLSearchParams Iterator', configurable: true });
// No constructor leads from an iterator to its class.
delete URLSearchParamsIterator.prototype.constructor;
Object.setPrototypeOf(URLSearchParamsIterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));

module.exports = { URLSearchParams, bindToUrl, refill };
