'use strict';

/** What a queue tells of `count` finished or failed jobs. */
const ends = (queue, count) => new Promise(resolve => {
  const told = [];
  const note = kind => (job, result) => {
    told.push([ kind, job.data.n, result?.message ?? result ]);
    if (told.length === count) resolve(told.sort((a, b) => a[1] - b[1]));
  };
  queue.on('completed', note('completed')).on('failed', note('failed'));
});

exports.jobs = async ctx => { // PLUG-071 to PLUG-074
  const queue = ctx.app.bull.get('mails');
  queue.process(2, async job => {
    await job.progress(50);
    if (job.data.n === 3) throw new Error('no such address');
    return `sent ${job.data.n} (${job.name})`;
  });
  const told = ends(queue, 5);
  const first = await queue.add({ n: 1 });
  for (const n of [ 2, 3 ]) await queue.add({ n }, { attempts: 1 });
  await queue.add({ n: 4 }, { delay: 20 });
  await queue.add({ n: 5 }, { priority: 1, jobId: 'five' });
  const results = await told;
  const five = await queue.getJob('five');
  ctx.body = {
    results, kinds: [ typeof queue.pause, typeof first.remove, queue.name, ctx.app.bull.get('TestQueue').name ],
    five: [ await five.getState(), five.returnvalue, five.attemptsMade ], counts: await queue.getJobCounts(),
  };
};
