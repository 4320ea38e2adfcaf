'use strict';

/**
 * Which requests a middleware's `match` or `ignore` option means: `pathMatching(options)` gives `ctx => boolean`.
 *
 * A string is a path prefix up to a segment's end, in any case; a RegExp is tested on `ctx.path`; a function gets the
 * context; an array means any of its members.
 */
const pathToRegexp = require('internal/koa/path_to_regexp');

module.exports = function pathMatching(options = {}) {
  const { match, ignore } = options ?? {};
  if (match && ignore) throw new Error('options.match and options.ignore can not both present');
  if (!match && !ignore) return () => true;
  const version = options.pathToRegexpModule || pathToRegexp;
  const matches = matcher(match || ignore, version.pathToRegexp || version);
  return match ? matches : ctx => !matches(ctx);
};

function matcher(pattern, compile) {
  if (typeof pattern === 'string') {
    const compiled = compile(pattern, [], { end: false });
    const regexp = compiled.regexp || compiled;
    return ctx => regexp.test(ctx.path);
  }
  if (pattern instanceof RegExp) {
    return ctx => {
      // A global expression would go on where it last matched.
      pattern.lastIndex = 0;
      return pattern.test(ctx.path);
    };
  }
  if (typeof pattern === 'function') return pattern;
  if (Array.isArray(pattern)) {
    const matchers = pattern.map(member => matcher(member, compile));
    return ctx => matchers.some(matches => matches(ctx));
  }
  throw new Error(`match/ignore pattern must be RegExp, Array or String, but got ${pattern}`);
}
