const qs = require('qs');
show(qs.parse('a[b][c]=d&e[]=1&e[]=2&f.g=h', { allowDots: true }), qs.stringify({ a: { b: [ 1, 2 ] }, c: null, d: new Date(0) }), qs.parse('?x=%E4%BD%A0', { ignoreQueryPrefix: true }), qs.stringify({ a: [ 1, 2 ] }, { arrayFormat: 'brackets', encode: false }));
show(qs.parse('a=' + 'b,'.repeat(30), { comma: true }).a.length, qs.parse('utf8=%E2%9C%93&a=%F8', { charsetSentinel: true }));
