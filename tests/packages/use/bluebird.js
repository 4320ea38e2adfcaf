const Promise = require('bluebird');
const fs = Promise.promisifyAll({ add(a, b, done) { setImmediate(done, null, a + b); } });
const seen = [];
Promise.all([
  Promise.map([ 1, 2, 3 ], n => Promise.delay(4 - n).return(n * 2), { concurrency: 2 }),
  Promise.promisify(require('fs').readFile)('/definitely/absent').catch({ code: 'ENOENT' }, error => error.code),
  fs.addAsync(1, 2),
  Promise.delay(5000).timeout(5, 'too late').catch(Promise.TimeoutError, error => error.message),
  Promise.coroutine(function* () { const a = yield Promise.resolve(1); return a + (yield Promise.delay(1, 2)); })().tap(n => seen.push(n)),
  Promise.using(Promise.resolve('r').disposer(r => seen.push(r)), r => r + '!'),
  Promise.props({ a: Promise.resolve(1), b: 2 }),
  Promise.reduce([ 1, 2, 3 ], (sum, n) => sum + n, 10).finally(() => seen.push('finally')),
  Promise.any([ Promise.reject(new Error('no')), Promise.resolve('any') ]),
]).then(all => {
  all.forEach(one => show(one));
  show(seen.map(String).sort());
  process.exit();
});
