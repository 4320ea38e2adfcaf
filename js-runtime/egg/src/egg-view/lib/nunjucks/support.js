'use strict';

const { SafeString } = require('egg-view/lib/nunjucks/safe_string');

const kindOf = value => Object.prototype.toString.call(value);

/* eslint-disable eqeqeq */
const OPERATORS = {
  '+': (a, b) => a + b,
  '~': (a, b) => a + '' + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => Math.pow(a, b),
  '==': (a, b) => a == b,
  '===': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  floor: a => Math.floor(a),
  minus: a => -a,
  plus: a => +a,
  in(item, of) {
    if (Array.isArray(of) || kindOf(of) === '[object String]') return of.indexOf(item) !== -1;
    if (kindOf(of) === '[object Object]') return item in of;
    throw new Error(`Cannot use "in" operator to search for "${item}" in unexpected types.`);
  },
};

/** What a function sees as `this` that a template calls by its name: the variables, as from nunjucks. */
class Variables {
  constructor(locals) {
    this.ctx = locals;
  }

  lookup(name) {
    return this.ctx[name];
  }

  getVariables() {
    return this.ctx;
  }

  get env() {
    throw new Error('`this.env` of nunjucks is not there for functions that natively rendered templates call');
  }
}

/** What a template needs JavaScript for while it is rendered. */
class Support {
  constructor(environment) {
    this.environment = environment;
  }

  /** A template's text, undefined if there is none of that name. */
  load(name) {
    return this.environment.load(name);
  }

  /** The error of a rendering that failed. */
  failed(template, line, message, thrown) {
    return this.environment.failed(template, line, message, thrown);
  }

  operate(sign, a, b) {
    return OPERATORS[sign](a, b);
  }

  text(value) {
    return value.toString();
  }

  safe(text) {
    return new SafeString(text);
  }

  member(of, name) {
    if (name === 'constructor' || name === 'prototype') return null;
    const member = of[name];
    // It keeps what it is a member of.
    return typeof member === 'function' ? (...args) => of[name](...args) : member;
  }

  call(fn, args, locals) {
    if (typeof fn !== 'function') throw new Error('Unable to call what is not a function');
    return fn.apply(new Variables(locals), args);
  }

  method(of, name, args) {
    const method = of === null || of === undefined ? undefined : of[name];
    if (!method) throw new Error(`Unable to call \`${name}\`, which is undefined or falsey`);
    if (typeof method !== 'function') throw new Error(`Unable to call \`${name}\`, which is not a function`);
    return method.apply(of, args);
  }

  /** What `for item in of` goes over; `of` is no array. */
  items(of) {
    if (typeof of === 'object' && Symbol.iterator in of) return Array.from(of);
    return Array.from({ length: of.length > 0 ? of.length : 0 }, (_, i) => of[i]);
  }

  /** What `for a, b in of` goes over: arrays of `count` values. */
  entries(of, count) {
    const list = typeof of === 'object' && !Array.isArray(of) && Symbol.iterator in of ? Array.from(of) : of;
    if (Array.isArray(list)) return list.map(item => Array.from({ length: count }, (_, i) => item[i]));
    if (typeof of !== 'object' && typeof of !== 'function') return undefined;
    const entries = [];
    for (const key in of) entries.push(Array.from({ length: count }, (_, i) => [ key, of[key] ][i]));
    return entries;
  }

  filter(name, value, args) {
    return require('egg-view/lib/nunjucks/filters')[name](value, ...args);
  }

  test(name, value, args) {
    return require('egg-view/lib/nunjucks/tests')[name](value, ...args) === true;
  }

  global(name, args) {
    return require('egg-view/lib/nunjucks/globals')[name](...args);
  }
}

module.exports = Support;
