'use strict';

// npm qs as co-body calls it (allowDots) with egg's limits, and with others.

const { load, save, numbers, outcome } = require('./golden');
const qs = load('qs');

const random = numbers(33);
const pick = list => list[random(list.length)];
const names = [ 'a', 'b', 'a', '0', '1', '2', '12', '01', '-1', '', 'toString', '__proto__', 'constructor', 'a.b', 'é', '99', '100', '101', '9007199254740993', ' ' ];
const part = () => {
  let key = pick([ 'a', 'a', 'b', 'c', '', '0', '1', 'toString', '__proto__', 'a.b', '[]', '.', 'x' ]);
  for (let n = random(5); n > 0; n--) key += pick([ () => `[${pick(names)}]`, () => '[]', () => '.' + pick(names), () => '[', () => ']', () => '%5B%5d', () => '.', () => `[${pick(names)}`, () => '[a[b]]' ].slice(0, random(3) ? 3 : 9))();
  return key + pick([ '', '=', '=1', '=2', '=x+y', '=%41', '=%zz', '=%C3%A9', '==', '=a]=b' ]);
};

const base = { allowDots: true, arrayLimit: 100, depth: 5, parameterLimit: 1000 };
const variants = [ base, base, base, { ...base, allowDots: false }, { ...base, arrayLimit: 2 }, { ...base, arrayLimit: 0 }, { ...base, arrayLimit: 1 }, { ...base, depth: 1 }, { ...base, depth: 0 }, { ...base, parameterLimit: 2 }, { ...base, allowPrototypes: true }, { ...base, ignoreQueryPrefix: true }, { ...base, depth: 1, strictDepth: true }, { ...base, arrayLimit: 2, throwOnLimitExceeded: true }, { ...base, parameterLimit: 1, throwOnLimitExceeded: true }, { ...base, arrayLimit: 0, throwOnLimitExceeded: true } ];

const many = (count, key) => Array.from({ length: count }, (_, i) => `${key}=${i}`).join('&');
const inputs = [
  '', '?', '?a=1', 'a', 'a=', '=a', '&', 'a&b', 'a=1&a=2', 'a[]=1', 'a[]=1&a[]=2', 'a[]=1&a=2', 'a=1&a[]=2', 'a=1&a[b]=2', 'a[b]=2&a=1', 'a[b]=2&a=1&a=3', 'a[b]=2&a=1&a[c]=3', 'a[b]=1&a[]=2&a[]=3', 'a[b][c]=2', 'a.b.c=2', 'a.b[c]=1', 'b[c]=2&d[]=3&e.f=5',
  'a[1]=x&a[5]=y', 'a[0]=x&a[0]=y', 'a[0][b]=1&a[0][c]=2', 'a[0]=1&a[0][b]=2', 'a[100]=x', 'a[101]=x&a[]=y', 'a[99]=x', 'a[3]=1&a[1]=2', 'a[b][c][d][e][f][g]=1', 'a[b][c][d][e][f][g][h]=1', 'toString=1', 'a[toString]=1', '__proto__[x]=1', 'a[__proto__][x]=1', '[]=1', '[0]=1&[1]=2', '[a]=1', '[', ']', '[]', '[[]', 'a[=1', 'a]=1', 'a[b=1', 'a[[b]]=1', 'a[b]]=1',
  'a+b=c+d', 'a%5Bb%5D=1', 'a%5bb%5d=1', 'a=%', 'a=%zz', 'a=%C3', 'a=%E4%BD%A0', 'a=b=c', 'a[b]=c=d', 'a=b]=c', 'a[0]b=1', 'a[ 1]=1', 'a[01]=1', 'a[-1]=1', 'a[1e3]=1', 'b=1&0=2', '0[x]=1&0=2', 'a.=1', 'a..b=1', '.a=1', 'a.[b]=1', 'a[b.c]=1', 'a=&a=1', 'a[]=&a[]=1', 'a[b]=&a=', 'a=1&a[]=', 'a=1&b', 'utf8=%E2%9C%93',
  many(100, 'a'), many(101, 'a'), many(101, 'a[]'), many(101, 'a[]') + '&a=x', many(103, 'a') + '&a[b]=1', many(103, 'a') + '&a[]=y&a=z', many(1002, 'k').replace(/k=/g, () => `k${random(5000)}=`), many(50, 'a') + '&' + many(60, 'a[]'),
  ...Array.from({ length: 110 }, (_, i) => i).map(i => `a[${i}]=${i}`).reduce((all, p, i, list) => (i === 109 ? [ list.join('&') ] : all), []),
  ...Array.from({ length: 1200 }, () => Array.from({ length: 1 + random(5) }, part).join('&')),
];

const vectors = [];
for (const input of inputs) {
  const sets = input.length < 200 ? [ base, pick(variants), pick(variants) ] : [ base, { ...base, arrayLimit: 2 }, { ...base, throwOnLimitExceeded: true } ];
  for (const options of new Set(sets)) {
    const { value, error } = outcome(() => qs.parse(input, options));
    vectors.push({ input, options, value: error ? undefined : JSON.stringify(value), error: error && error.message });
  }
}
for (const input of inputs.filter(text => text.length < 200).slice(0, 400)) {
  const options = pick([ { ...base, duplicates: 'first' }, { ...base, duplicates: 'last' }, { ...base, delimiter: ';' }, { ...base, delimiter: ';;', duplicates: 'last' } ]);
  const text = options.delimiter ? input.replace(/&/g, () => pick([ '&', ';', ';;' ])) : input;
  vectors.push({ input: text, options, value: JSON.stringify(qs.parse(text, options)) });
}
save(__filename, { vectors });
