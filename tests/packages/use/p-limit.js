// An ES module in a CommonJS application.
(async () => {
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(2);
  let running = 0;
  let most = 0;
  const task = async n => {
    most = Math.max(most, ++running);
    await new Promise(resolve => setTimeout(resolve, 2));
    running--;
    return n * n;
  };
  const all = [ 1, 2, 3, 4, 5 ].map(n => limit(task, n));
  show(limit.pendingCount, limit.concurrency);
  show(await Promise.all(all), most, limit.activeCount);
  await limit(async () => { throw new Error('of a task'); }).catch(error => show(error.message));
  show(require('p-limit') === await import('p-limit'), typeof require('p-limit').default);
})();
