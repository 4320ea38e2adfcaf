'use strict';

/** `util.format`: printf-like texts, as console methods write them. */

const engine = require('internal/engine');

// Loaded when something is to be inspected: most texts are made of texts.
const inspect = (value, options) => require('internal/util/inspect').inspect(value, options);
const formatBigInt = (...args) => require('internal/util/inspect_primitives').formatBigInt(...args);
const formatNumber = (...args) => require('internal/util/inspect_primitives').formatNumber(...args);

const plain = (text) => text;

/** Whether `String(value)` would only say `[object Something]` or the like, so that inspecting it tells more. */
function hasBuiltInToString(value) {
  let details = engine.proxyDetails(value);
  while (details !== undefined) {
    value = details[0];
    if (value === null || value === undefined) return true;
    details = engine.proxyDetails(value);
  }
  if (typeof value[Symbol.toPrimitive] === 'function' && Object.hasOwn(value, Symbol.toPrimitive)) return false;
  if (typeof value.toString !== 'function') return true;
  if (Object.hasOwn(value, 'toString')) return false;
  let holder = value;
  do {
    holder = Object.getPrototypeOf(holder);
  } while (!Object.hasOwn(holder, 'toString'));
  const descriptor = Object.getOwnPropertyDescriptor(holder, 'constructor');
  return descriptor !== undefined && typeof descriptor.value === 'function' && require('internal/util/inspect_names').BUILT_INS.has(descriptor.value.name);
}

function toJson(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // The engines word it differently; what they agree on is the kind of error for a circle.
    if (error instanceof TypeError && /circular|cyclic/i.test(error.message)) return '[Circular]';
    throw error;
  }
}

/** Whether `options` ask for `1_000`. */
function separated(options) {
  return options?.numericSeparator ?? require('internal/util/inspect_options').numericSeparator;
}

const directives = {
  s(value, options) {
    if (typeof value === 'number') return formatNumber(plain, value, separated(options));
    if (typeof value === 'bigint') return formatBigInt(plain, value, separated(options));
    if (typeof value !== 'object' || value === null || !hasBuiltInToString(value)) return String(value);
    return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
  },
  j: (value) => toJson(value),
  d(value, options) {
    if (typeof value === 'bigint') return formatBigInt(plain, value, separated(options));
    return formatNumber(plain, typeof value === 'symbol' ? NaN : Number(value), separated(options));
  },
  O: (value, options) => inspect(value, options),
  o: (value, options) => inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }),
  i(value, options) {
    if (typeof value === 'bigint') return formatBigInt(plain, value, separated(options));
    return formatNumber(plain, typeof value === 'symbol' ? NaN : parseInt(value, 10), separated(options));
  },
  f: (value, options) => formatNumber(plain, typeof value === 'symbol' ? NaN : parseFloat(value), separated(options)),
  c: () => '',
};

/** `options` are `inspect`'s; `args`: the format text (or any value) and what follows it. */
function formatArgs(options, args) {
  const first = args[0];
  if (args.length === 1) return typeof first === 'string' ? first : inspect(first, options);
  let used = 0;
  let text = '';
  if (typeof first === 'string') {
    used = 1;
    if (first.includes('%')) {
      let from = 0;
      for (let i = first.indexOf('%'); i !== -1 && i < first.length - 1; i = first.indexOf('%', i)) {
        const letter = first[i + 1];
        let piece;
        if (letter === '%') {
          piece = '%';
        } else if (used < args.length && Object.hasOwn(directives, letter)) {
          piece = directives[letter](args[used++], options);
        } else {
          i += 1;
          continue;
        }
        text += first.slice(from, i) + piece;
        i += 2;
        from = i;
      }
      text += first.slice(from);
    } else {
      text = first;
    }
  }
  while (used < args.length) {
    const value = args[used];
    if (used > 0) text += ' ';
    text += typeof value === 'string' ? value : inspect(value, options);
    used++;
  }
  return text;
}

function format(...args) {
  return formatArgs(undefined, args);
}

function formatWithOptions(inspectOptions, ...args) {
  require('internal/validators').validateObject(inspectOptions, 'inspectOptions', { allowArray: true });
  return formatArgs(inspectOptions, args);
}

module.exports = { format, formatArgs, formatWithOptions };
