'use strict';

// NODE-014
const qs = require('querystring');
const { check } = require('./support/outcome.js');

check([
  [() => qs.stringify({ a: 1, b: ['x', 'y z'], c: '', d: null, e: true, f: 10n, g: NaN }), '"a=1&b=x&b=y%20z&c=&d=&e=true&f=10&g="'],
  [() => qs.stringify({ 'a&b': 'ü=/' }, ';', ':'), '"a%26b:%C3%BC%3D%2F"'],
  [() => qs.stringify({ a: 'b c' }, null, null, { encodeURIComponent: (text) => `<${text}>` }), '"<a>=<b c>"'],
  [() => qs.stringify('x'), '""'],
  [() => qs.parse('a=1&b=x&b=y&c&=d&&e=%20+x'), '{"a":"1","b":["x","y"],"c":"","":"d","e":"  x"}'],
  [() => qs.parse('a:1;b:2', ';', ':'), '{"a":"1","b":"2"}'],
  [() => qs.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }), '{"a":"1","b":"2"}'],
  [() => qs.parse('a=%zz&b=%E4%BD%A0&c=%ff'), '{"a":"%zz","b":"你","c":"�"}'],
  [() => qs.parse('a=x%41', null, null, { decodeURIComponent: (text) => `<${text}>` }), '{"<a>":"<x%41>"}'],
  [() => Object.getPrototypeOf(qs.parse('a=1')), 'null'],
  [() => qs.parse(''), '{}'],
  [() => qs.parse(undefined), '{}'],
  [() => qs.parse('a=b=c'), '{"a":"b=c"}'],
  [() => qs.parse('a', []), '{"a":""}'],
  [() => qs.escape({}), '"%5Bobject%20Object%5D"'],
  [() => qs.escape('\ud801'), 'throws URIError ERR_INVALID_URI: URI malformed'],
  [() => qs.escape('\ud801test'), '"%F0%90%91%B4est"'],
  [() => qs.unescape('%41%zz'), '"A%zz"'],
  [() => qs.unescapeBuffer('a%20b%'), 'Buffer 61206225'],
  [() => qs.parse('__proto__=1&2=b&1=a&2=c'), '{"1":"a","2":["b","c"],"__proto__":"1"}'],
  [() => qs.parse('a=\ud800').a === '\ud800', 'true'],
  [() => qs.stringify({ a: '\ud801test', b: ['\ud801test'] }), '"a=%F0%90%91%B4est&b=%F0%90%91%B4est"'],
  [() => qs.stringify({ a: '\ud801' }), 'throws URIError ERR_INVALID_URI: URI malformed'],
  [() => qs.stringify({ a: {}, b: () => {}, c: Symbol.iterator, d: Infinity, e: [[1]] }), '"a=&b=&c=&d=&e="'],
  [() => {
    const { escape, unescape } = qs;
    qs.escape = (text) => `<${text}>`;
    qs.unescape = (text) => `(${text})`;
    try {
      return [qs.stringify({ a: 'b c' }), qs.parse('a=b')];
    } finally {
      Object.assign(qs, { escape, unescape });
    }
  }, '["<a>=<b c>", {"(a)":"(b)"}]'],
  [() => qs.encode === qs.stringify && qs.decode === qs.parse, 'true'],
]);
