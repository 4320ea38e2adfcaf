const async = require('async');
const later = (value, ms) => done => setTimeout(done, ms, null, value);
const failed = [];
const queue = async.queue((task, done) => setTimeout(done, 1, task === 'bad' ? new Error('bad') : null), 2);
queue.error((error, task) => failed.push([ task, error.message ]));
queue.push([ 'a', 'bad', 'b' ]);
Promise.all([
  async.parallel([ later(1, 6), later(2, 2) ]),
  async.waterfall([ done => done(null, 2), (n, done) => setImmediate(done, null, n * 3) ]),
  async.mapLimit([ 1, 2, 3 ], 2, async n => n * n),
  queue.drain().then(() => failed),
  async.auto({ a: done => done(null, 1), b: [ 'a', ({ a }, done) => done(null, a + 1) ] }),
  async.retry({ times: 3, interval: 1 }, (() => { let n = 0; return done => done(++n < 3 ? new Error('no') : null, n); })()),
  async.series([ done => done(new Error('of series')) ]).catch(error => error.message),
]).then(all => all.forEach(one => show(one)));
