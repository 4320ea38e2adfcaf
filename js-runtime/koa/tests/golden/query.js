'use strict';

// Node's querystring, egg's request.query and request.queries over it.

const querystring = require('querystring');
const { load, save, numbers } = require('./golden');
const eggRequest = load('egg/app/extend/request');

const random = numbers(35);
const text = (alphabet, most) => Array.from({ length: random(most + 1) }, () => alphabet[random(alphabet.length)]).join('');
const alphabet = [ ...'aab=&&=+[]%.', '%41', '%2B', '%C3%A9', '%C3', '%zz', '%4', 'é', '你', '😀', '%00', '1', '2', 'a[]', '[', ']' ];

const inputs = [
  '', '&', '=', '==', 'a', 'a=', '=a', 'a=b&a=c', 'a=b&', '&a=b', 'a=b&&c=d', 'a=b=c', 'o[foo]=bar&b[]=1&b[]=2', 'a+b=c+d', 'a%2Bb=c%2Bd', 'a=%', 'a=%zz', 'a=%zz%41', 'a=%C3', 'a=%C3%A9', 'a=%C3%zz', 'a=é%C3',
  'a=你%C3', 'a=😀%C3%41', 'a=%4', 'a=%41%', 'a=%41%4', 'a=%%41', '%61=1&a=2', '%zz=1', '+=+', 'a=1&%C3=2', 'a[]=1&a=2', 'a=2&a[]=1', 'a[]=1', '[]=1', '[][]=1', 'a][]=1', 'a[b][]=1', 'toString[]=1', 'toString=1', 'constructor[]=1&constructor=2',
  '1[]=a&1=b', '2=b&1=a', 'a;b=c', 'a=b;c=d', 'a\n[]=1', 'a[]=1&a[]=2&a[]=', 'hasOwnProperty=x', 'a=1&A=2', '%26=%3D', 'a=b%26c', '%5B%5D=1', 'a%5B%5D=1', 'a=%E4%BD%A0+%E5%A5%BD', 'a=%ED%A0%80', 'a=%f0%9f%98%80',
  ...Array.from({ length: 400 }, () => text(alphabet, 12)),
];

const entries = object => Object.keys(object).map(key => [ key, object[key] ]);
const vectors = inputs.map(input => {
  const request = Object.create(eggRequest, { querystring: { value: input, configurable: true } });
  return { input, parsed: entries(querystring.parse(input)), query: entries(request.query), queries: entries(request.queries), unescaped: querystring.unescape(input), escaped: querystring.escape(input) };
});

const many = Array.from({ length: 1100 }, (_, i) => `k${i}=${i}`).join('&');
const limits = [[ many, 1000 ], [ many, 0 ], [ many, 3 ], [ 'a=1&&b=2&c=3', 3 ], [ '&&&a=1', 3 ], [ '&&&a=1', 4 ], [ 'a&b&c', 2 ]]
  .map(([ input, maxKeys ]) => ({ input, maxKeys, names: Object.keys(querystring.parse(input, '&', '=', { maxKeys })) }));

const objects = [ {}, { a: 'b' }, { a: [ 'b', 'c' ], d: '' }, { a: [], b: '1' }, { 'a b': 'c&d', 'é': '你😀', "!'()*-._~": '!\'()*-._~' }, { '': '' }, { a: '+%/?#[]@' } ]
  .map(object => ({ pairs: Object.entries(object).flatMap(([ k, v ]) => [].concat(v).map(w => [ k, w ])), text: querystring.stringify(object) }));

save(__filename, { vectors, limits, objects });
