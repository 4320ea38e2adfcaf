'use strict';

const escapeHTML = require('egg-security/lib/helper/escape');
const tests = require('egg-view/lib/nunjucks/tests');
const { SafeString, asSafeAs, isSafe } = require('egg-view/lib/nunjucks/safe_string');

const kindOf = value => Object.prototype.toString.call(value);
const isText = value => kindOf(value) === '[object String]';
const isObject = value => kindOf(value) === '[object Object]';
const isNothing = value => value === null || value === undefined;
/** What text filters take for no text. */
const textOf = value => (isNothing(value) || value === false ? '' : value);
const ownKeys = object => {
  const keys = [];
  for (const key in object) if (Object.prototype.hasOwnProperty.call(object, key)) keys.push(key);
  return keys;
};
const listOf = value => (isNothing(value) ? [] : Array.prototype.map.call(value, item => item));
const spaces = count => ' '.repeat(Math.max(0, Math.ceil(count)));

/** A function that looks up `a.b.c`, own members alone. */
function memberAt(path) {
  const names = !path ? [] : typeof path === 'string' ? path.split('.') : [ path ];
  return item => names.reduce((of, name) => {
    if (of === undefined || !Object.prototype.hasOwnProperty.call(of, name)) return undefined;
    return of[name];
  }, item);
}

function capitalize(of) {
  const text = textOf(of);
  const lower = text.toLowerCase();
  return asSafeAs(text, lower.charAt(0).toUpperCase() + lower.slice(1));
}

const trim = text => asSafeAs(text, text.replace(/^\s*|\s*$/g, ''));

function list(of) {
  if (isText(of)) return of.split('');
  if (isObject(of)) return ownKeys(of).map(key => ({ key, value: of[key] }));
  if (Array.isArray(of)) return of;
  throw new Error('list filter: type not iterable');
}

/** `select` and `reject`. */
const picking = wanted => (of, name = 'truthy', other) => {
  if (!Object.hasOwn(tests, name)) throw new Error(`test not found: ${name}`);
  return Array.prototype.filter.call(of, item => tests[name](item, other) === wanted);
};

function replace(of, what, by, most = -1) {
  if (what instanceof RegExp) return of.replace(what, by);
  if (typeof what !== 'number' && typeof what !== 'string') return of;
  const old = String(what);
  const text = typeof of === 'number' ? String(of) : of;
  if (typeof text !== 'string' && !isSafe(text)) return text;
  if (old === '') return asSafeAs(text, by + text.split('').join(by) + by);
  if (most === 0 || !text.includes(old)) return text;
  const parts = text.split(old);
  const count = most === -1 ? parts.length - 1 : Math.max(0, Math.min(most, parts.length - 1));
  const replaced = parts.slice(0, count + 1).join(by);
  return asSafeAs(of, [ replaced, ...parts.slice(count + 1) ].join(old));
}

function dictsort(of, caseSensitive, by = 'key') {
  if (!isObject(of)) throw new Error('dictsort filter: val must be an object');
  const place = [ 'key', 'value' ].indexOf(by);
  if (place < 0) throw new Error('dictsort filter: You can only sort by either key or value');
  const comparable = pair => (!caseSensitive && isText(pair[place]) ? pair[place].toUpperCase() : pair[place]);
  const pairs = [];
  // With what is inherited.
  for (const key in of) pairs.push([ key, of[key] ]);
  return pairs.sort((one, other) => {
    const [ a, b ] = [ comparable(one), comparable(other) ];
    if (a > b) return 1;
    return a === b ? 0 : -1;
  });
}

function sort(of, reversed, caseSensitive, attribute) {
  const get = memberAt(attribute);
  const sign = reversed ? -1 : 1;
  return listOf(of).sort((one, other) => {
    let [ a, b ] = attribute ? [ get(one), get(other) ] : [ one, other ];
    if (!caseSensitive && isText(a) && isText(b)) [ a, b ] = [ a.toLowerCase(), b.toLowerCase() ];
    if (a < b) return -sign;
    return a > b ? sign : 0;
  });
}

function truncate(of, most, killWords, end) {
  const text = textOf(of);
  const length = most || 255;
  if (text.length <= length) return text;
  let cut = length;
  if (!killWords) {
    const space = text.lastIndexOf(' ', length);
    if (space !== -1) cut = space;
  }
  return asSafeAs(of, text.substring(0, cut) + (isNothing(end) ? '...' : end));
}

function striptags(of, keepLines) {
  const text = textOf(of);
  const bare = String(trim(text.replace(/<\/?([a-z][a-z0-9]*)\b[^>]*>|<!--[\s\S]*?-->/gi, '')));
  if (!keepLines) return asSafeAs(text, bare.replace(/\s+/g, ' '));
  const lines = bare.replace(/^ +| +$/gm, '').replace(/ +/g, ' ').replace(/\r\n/g, '\n');
  return asSafeAs(text, lines.replace(/\n{3,}/g, '\n\n'));
}

function sliced(of, count, fill) {
  const size = Math.floor(of.length / count);
  const longer = of.length % count;
  const slices = [];
  let start = 0;
  for (let i = 0; i < count; i++) {
    const end = start + size + (i < longer ? 1 : 0);
    const slice = of.slice(start, end);
    if (fill && i >= longer) slice.push(fill);
    slices.push(slice);
    start = end;
  }
  return slices;
}

function batch(of, count, fill) {
  const batches = [];
  let open = [];
  for (let i = 0; i < of.length; i++) {
    if (i % count === 0 && open.length) {
      batches.push(open);
      open = [];
    }
    open.push(of[i]);
  }
  if (!open.length) return batches;
  if (fill) while (open.length < count) open.push(fill);
  batches.push(open);
  return batches;
}

function length(of) {
  const value = textOf(of);
  if (value instanceof Map || value instanceof Set) return value.size;
  return isObject(value) && !isSafe(value) ? ownKeys(value).length : value.length;
}

function center(of, wanted) {
  const text = textOf(of);
  const width = wanted || 80;
  if (text.length >= width) return text;
  const missing = width - text.length;
  return asSafeAs(text, spaces(missing / 2 - missing % 2) + text + spaces(missing / 2));
}

function indent(of, width, first) {
  const text = textOf(of);
  if (text === '') return '';
  const lines = text.split('\n').map((line, i) => (i === 0 && !first ? line : spaces(width || 4) + line));
  return asSafeAs(text, lines.join('\n'));
}

function round(of, precision, method) {
  const factor = 10 ** (precision || 0);
  const way = { ceil: Math.ceil, floor: Math.floor }[method] || Math.round;
  return way(of * factor) / factor;
}

function sum(of, attribute, start = 0) {
  const numbers = attribute ? listOf(of).map(item => item[attribute]) : of;
  return start + numbers.reduce((total, number) => total + number, 0);
}

function groupby(of, attribute) {
  const get = typeof attribute === 'function' ? attribute : memberAt(attribute);
  const groups = {};
  for (let i = 0; i < of.length; i++) (groups[get(of[i], i)] ||= []).push(of[i]);
  return groups;
}

function reverse(of) {
  if (isText(of)) return of.split('').reverse().join('');
  return listOf(of).reverse();
}

function urlencode(of) {
  if (isText(of)) return encodeURIComponent(of);
  const pairs = Array.isArray(of) ? of : ownKeys(of).map(key => [ key, of[key] ]);
  return pairs.map(([ name, value ]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

const forceescape = of => new SafeString(escapeHTML(isNothing(of) ? '' : of.toString()));
const escape = of => (isSafe(of) ? of : forceescape(of));
const instead = (of, other, forFalse) => (forFalse ? of || other : of !== undefined ? of : other);

const parsed = (number, other) => (Number.isNaN(number) ? other : number);

/** nunjucks' filters by name, for values as JavaScript has them. */
const filters = {
  abs: Math.abs,
  batch,
  capitalize,
  center,
  default: instead,
  d: instead,
  dictsort,
  dump: (of, gap) => JSON.stringify(of, null, gap),
  e: escape,
  escape,
  first: of => of[0],
  float: (of, other) => parsed(parseFloat(of), other),
  forceescape,
  groupby,
  indent,
  int: (of, other, base) => parsed(parseInt(of, base ?? 10), other),
  join: (of, separator, attribute) => (attribute ? listOf(of).map(item => item[attribute]) : of).join(separator || ''),
  last: of => of[of.length - 1],
  length,
  list,
  lower: of => textOf(of).toLowerCase(),
  nl2br: of => (isNothing(of) ? '' : asSafeAs(of, of.replace(/\r\n|\n/g, '<br />\n'))),
  random: of => of[Math.floor(Math.random() * of.length)],
  reject: picking(false),
  rejectattr: (of, attribute) => of.filter(item => !item[attribute]),
  replace,
  reverse,
  round,
  safe: of => (isSafe(of) ? of : new SafeString(isNothing(of) ? '' : of.toString())),
  select: picking(true),
  selectattr: (of, attribute) => of.filter(item => item[attribute]),
  slice: sliced,
  sort,
  string: of => asSafeAs(of, of),
  striptags,
  sum,
  title: of => asSafeAs(textOf(of), textOf(of).split(' ').map(word => capitalize(word)).join(' ')),
  trim,
  truncate,
  upper: of => textOf(of).toUpperCase(),
  urlencode,
  wordcount: of => (textOf(of) ? textOf(of).match(/\w+/g)?.length ?? null : null),
};

module.exports = filters;
