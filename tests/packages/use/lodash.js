const _ = require('lodash');
show(_.chunk([ 1, 2, 3, 4, 5 ], 2), _.merge({ a: { b: [ 1 ] } }, { a: { b: [ undefined, 2 ], c: 3 } }), _.groupBy([ 6.1, 4.2, 6.3 ], Math.floor));
show(_.template('<% for (const u of users) { %><li><%- u %></li><% } %>')({ users: [ 'a', '<b>' ] }), _.camelCase('foo bar-baz'), _.get({ a: [ { b: 3 } ] }, 'a[0].b'));
const copy = _.cloneDeep({ d: new Date(0), m: new Map([ [ 1, { x: /r/g } ] ]), s: new Set([ 1 ]), b: Buffer.from('hi') });
show(copy, _.isEqual(copy, _.cloneDeep(copy)), _.sortBy([ { n: 2 }, { n: 1 } ], 'n'), _.orderBy([ { a: 1, b: 2 }, { a: 1, b: 1 } ], [ 'a', 'b' ], [ 'asc', 'desc' ]));
const calls = [];
const late = _.debounce(x => { calls.push(x); show(calls); }, 10);
late(1); late(2);
