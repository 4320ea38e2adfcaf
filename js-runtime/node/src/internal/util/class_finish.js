'use strict';

/** What makes a JavaScript class look like one of the web's standards: a tag, enumerable members, and how inspection shows it. */

/** Members of a prototype (or of a class) are enumerable, as Web IDL has it. */
function enumerable(object, names) {
  for (const name of names) Object.defineProperty(object, name, { enumerable: true });
}

/** `Object.prototype.toString` of its instances tells the class's name. */
function tag(Class) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

/** The options of an inspection, for what lies one level deeper. */
function deeper(options) {
  return { ...options, depth: options.depth == null ? null : options.depth - 1 };
}

/** What a custom inspection gives: `Name { fields }`, or `self` where the levels have run out. */
function show(self, fields, depth, options, name = self.constructor.name) {
  if (typeof depth === 'number' && depth < 0) return self;
  const { inspect } = require('internal/util/inspect');
  return `${name} ${inspect(fields, deeper(options))}`;
}

/** All of it for a class: tag, the enumerable members `names`, and, with `fields(self)`, what inspection shows as the class `name`. */
function finish(Class, names, fields, name = undefined) {
  tag(Class);
  enumerable(Class.prototype, names);
  if (fields === undefined) return;
  Object.defineProperty(Class.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(depth, options) { return show(this, fields(this), depth, options, name); },
    configurable: true,
    writable: true,
  });
}

module.exports = { deeper, enumerable, finish, show, tag };
