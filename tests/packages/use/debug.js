process.env.DEBUG_COLORS = 'no';
const debug = require('debug');
debug.enable('app:*,-app:off');
const lines = [];
debug.log = (...args) => lines.push(require('util').format(...args).replace(/^\S+Z /, ''));
debug('app:on')('hello %s %o %d', 'x', { a: [ 1 ] }, 3);
debug('app:off')('never');
debug('app:on').extend('below')('%O', new Map([ [ 1, 2 ] ]));
show(lines, debug.enabled('app:x'), debug('app:q').enabled);
