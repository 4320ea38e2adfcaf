'use strict';

// What `connect()` and `listen()` of net were called with: `(options, cb)`, `(port, host, cb)`, `(path, cb)`.

const { validatePort } = require('internal/validators');

/** Marks a list that normalizeArguments made, so that it is not read twice. */
const kNormalized = Symbol('kNormalized');

/** A port as a number or a decimal text, from 0; what is no such thing is a path. */
function isPort(value) {
  return typeof value !== 'string' ? Number(value) >= 0 : /^\s*\d+\s*$/.test(value);
}

/** `[options, callback or null]`. */
function normalizeArguments(args) {
  let options = {};
  if (args.length === 0) return mark([options, null]);
  const [first] = args;
  if (typeof first === 'object' && first !== null) {
    options = first;
  } else if (typeof first === 'string' && !isPort(first)) {
    options.path = first;
  } else {
    options.port = first;
    if (args.length > 1 && typeof args[1] === 'string') options.host = args[1];
  }
  const last = args[args.length - 1];
  return mark([options, typeof last === 'function' ? last : null]);
}

function mark(pair) {
  pair[kNormalized] = true;
  return pair;
}

module.exports = { kNormalized, normalizeArguments, validatePort };
