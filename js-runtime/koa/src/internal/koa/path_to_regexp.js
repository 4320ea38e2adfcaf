'use strict';

/**
 * Route patterns of path-to-regexp 1.9: `:name`, `:name(\\d+)`, `(.*)`, `*`, the modifiers `? * +`, backslash escapes.
 *
 * `pathToRegexp(path, keys?, options?)` gives a RegExp whose `keys` lists `{ name, prefix, delimiter, optional, repeat,
 * partial, asterisk, pattern }` for each capture. Options: `sensitive` (false), `strict` (false: a trailing slash may
 * follow), `end` (true: the whole path has to match), `delimiter` ('/').
 */
module.exports = pathToRegexp;
Object.assign(pathToRegexp, { parse, compile, tokensToFunction, tokensToRegExp });

// Alternatives, in this order: an escaped character; `:name` or `(group)` with an optional prefix and modifier; `*`.
const TOKEN = /(?<escaped>\\.)|(?<prefix>[/.])?(?:(?::(?<name>\w+)(?:\((?<capture>(?:\\.|[^\\()])+)\))?|\((?<group>(?:\\.|[^\\()])+)\))(?<modifier>[+*?])?|(?<asterisk>\*))/g;

function pathToRegexp(path, keys, options) {
  const [ list, settings ] = normalizeArguments(keys, options);
  if (path instanceof RegExp) return fromRegExp(path, list);
  if (Array.isArray(path)) {
    const sources = path.map(part => pathToRegexp(part, list, settings).source);
    return withKeys(new RegExp(`(?:${sources.join('|')})`, flags(settings)), list);
  }
  return tokensToRegExp(parse(path, settings), list, settings);
}

/** Splits a pattern into literal strings and key objects. */
function parse(path, options) {
  const defaultDelimiter = options?.delimiter || '/';
  const tokens = [];
  let literal = '';
  let unnamed = 0;
  let position = 0;

  for (const match of path.matchAll(TOKEN)) {
    const { escaped, prefix, name, capture, group, modifier, asterisk } = match.groups;
    literal += path.slice(position, match.index);
    position = match.index + match[0].length;
    if (escaped) {
      literal += escaped[1];
      continue;
    }
    if (literal) tokens.push(literal);
    literal = '';

    const following = path[position];
    const delimiter = prefix || defaultDelimiter;
    const previous = tokens.at(-1);
    const before = prefix || (typeof previous === 'string' ? previous : '');
    const pattern = capture || group;
    tokens.push({
      name: name || unnamed++,
      prefix: prefix || '',
      delimiter,
      optional: modifier === '?' || modifier === '*',
      repeat: modifier === '+' || modifier === '*',
      partial: prefix !== undefined && following !== undefined && following !== prefix,
      asterisk: asterisk !== undefined,
      pattern: pattern ? escapeGroup(pattern) : (asterisk ? '.*' : segmentPattern(delimiter, before)),
    });
  }
  literal += path.slice(position);
  if (literal) tokens.push(literal);
  return tokens;
}

/**
 * What a parameter without a pattern of its own matches: anything up to the delimiter, but not across the text that
 * stands before it in the same segment, or `/a-:b-:c` would backtrack exponentially.
 */
function segmentPattern(delimiter, before) {
  const excluded = escapeString(delimiter);
  if (!before || before.includes(delimiter)) return `[^${excluded}]+?`;
  const text = escapeString(before);
  return `${text}|(?:(?!${text})[^${excluded}])+?`;
}

/** Accepts `(tokens, keys, options)` and `(tokens, options)`. */
function tokensToRegExp(tokens, keys, options) {
  const [ list, settings ] = normalizeArguments(keys, options);
  const end = settings.end !== false;
  let route = tokens.map(token => {
    if (typeof token === 'string') return escapeString(token);
    list.push(token);
    return captureSource(token);
  }).join('');

  const delimiter = escapeString(settings.delimiter || '/');
  const endsWithDelimiter = route.endsWith(delimiter);
  if (!settings.strict) {
    if (endsWithDelimiter) route = route.slice(0, -delimiter.length);
    route += `(?:${delimiter}(?=$))?`;
  }
  if (end) route += '$';
  else if (!(settings.strict && endsWithDelimiter)) route += `(?=${delimiter}|$)`;
  return withKeys(new RegExp(`^${route}`, flags(settings)), list);
}

function captureSource(token) {
  const prefix = escapeString(token.prefix);
  const once = `(?:${token.pattern})`;
  const capture = token.repeat ? `${once}(?:${prefix}${once})*` : once;
  if (!token.optional) return `${prefix}(${capture})`;
  return token.partial ? `${prefix}(${capture})?` : `(?:${prefix}(${capture}))?`;
}

/** Gives a function that fills the pattern's parameters: `compile('/u/:id')({ id: 1 })` is `/u/1`. */
function compile(path, options) {
  return tokensToFunction(parse(path, options), options);
}

function tokensToFunction(tokens, options) {
  const checks = tokens.map(token => typeof token === 'object' && new RegExp(`^(?:${token.pattern})$`, flags(options)));

  return function fill(values, fillOptions) {
    const encode = fillOptions?.pretty ? encodePretty : encodeURIComponent;
    return tokens.map((token, index) => {
      if (typeof token === 'string') return token;
      const value = values?.[token.name];
      if (value === undefined || value === null) return missingValue(token);
      if (Array.isArray(value)) return repeatedValue(token, value, checks[index], encode);
      const segment = token.asterisk ? encodeAsterisk(value) : encode(value);
      if (!checks[index].test(segment)) {
        throw new TypeError(`Expected "${token.name}" to match "${token.pattern}", but received "${segment}"`);
      }
      return token.prefix + segment;
    }).join('');
  };
}

function missingValue(token) {
  if (!token.optional) throw new TypeError(`Expected "${token.name}" to be defined`);
  return token.partial ? token.prefix : '';
}

function repeatedValue(token, values, check, encode) {
  if (!token.repeat) {
    throw new TypeError(`Expected "${token.name}" to not repeat, but received \`${JSON.stringify(values)}\``);
  }
  if (values.length === 0) {
    if (token.optional) return '';
    throw new TypeError(`Expected "${token.name}" to not be empty`);
  }
  return values.map((value, index) => {
    const segment = encode(value);
    if (!check.test(segment)) {
      throw new TypeError(
        `Expected all "${token.name}" to match "${token.pattern}", but received \`${JSON.stringify(segment)}\``);
    }
    return (index === 0 ? token.prefix : token.delimiter) + segment;
  }).join('');
}

function fromRegExp(regexp, keys) {
  const groups = regexp.source.match(/\((?!\?)/g) ?? [];
  groups.forEach((_, name) => keys.push({
    name,
    prefix: null,
    delimiter: null,
    optional: false,
    repeat: false,
    partial: false,
    asterisk: false,
    pattern: null,
  }));
  return withKeys(regexp, keys);
}

function normalizeArguments(keys, options) {
  return Array.isArray(keys) ? [ keys, options ?? {} ] : [ [], keys ?? options ?? {} ];
}

function withKeys(regexp, keys) {
  regexp.keys = keys;
  return regexp;
}

function flags(options) {
  return options?.sensitive ? '' : 'i';
}

function escapeString(text) {
  return text.replace(/[.+*?=^!:${}()[\]|/\\]/g, '\\$&');
}

function escapeGroup(group) {
  return group.replace(/[=!:$/()]/g, '\\$&');
}

function encodePretty(value) {
  return percentEncode(encodeURI(value), /[/?#]/g);
}

function encodeAsterisk(value) {
  return percentEncode(encodeURI(value), /[?#]/g);
}

function percentEncode(text, characters) {
  return text.replace(characters, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
