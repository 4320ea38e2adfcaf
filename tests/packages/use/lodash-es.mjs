import _, { chunk, debounce, groupBy, merge, sortBy, template } from 'lodash-es';
import cloneDeep from 'lodash-es/cloneDeep.js';

show(chunk([ 1, 2, 3, 4, 5 ], 2), groupBy([ 1.2, 1.8, 2.1 ], Math.floor), sortBy([ { a: 2 }, { a: 1 } ], 'a'), merge({ a: { b: 1 } }, { a: { c: 2 } }));
show(_.chain([ 3, 1, 2 ]).sort().map(n => n * 2).value(), template('<%= a %>-<%- b %>')({ a: 1, b: '<' }), cloneDeep(new Map([ [ 1, { a: new Date(0) } ] ])), typeof debounce, Object.keys(_).length);
