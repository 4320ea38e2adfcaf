'use strict';

// What apps/packages is asked.

module.exports = [
  { path: '/orders' },
  { path: '/orders.html' },
  { path: '/customers/ada' },
  { path: '/customers/nobody' },
  { method: 'POST', path: '/merge', body: JSON.stringify([ { a: { b: 1 }, fooBar: [ 1 ] }, { a: { z: null }, c: [ { d: 'é' } ] } ]) },
  { path: '/dates' },
  { path: '/template?a=%3Cscript%3E&long=0123456789' },
  { path: '/template' },
  { path: '/broken.html' },
];
