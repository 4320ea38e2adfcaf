const co = require('co');
co(function* () {
  const both = yield [ Promise.resolve(1), done => setImmediate(done, null, 2) ];
  const named = yield { a: Promise.resolve('x'), b: (function* () { return yield Promise.resolve('y'); })() };
  try { yield Promise.reject(new Error('caught')); } catch (error) { show(error.message); }
  return [ both, named ];
}).then(show, show);
co.wrap(function* (n) { return (yield Promise.resolve(n)) + 1; })(4).then(show);
co(function* () { yield 5; }).catch(error => show(error.message.slice(0, 60)));
