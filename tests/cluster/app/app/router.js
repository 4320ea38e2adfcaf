'use strict';

const fs = require('fs');
const path = require('path');

/** An application that can be made to fail in every way. */
module.exports = app => {
  // Both are made when they are first used, as by the report of a fault: what the cluster holds is counted before and after one.
  app.console = [ process.stdout, process.stderr ];
  const version = fs.readFileSync(path.join(app.baseDir, 'version'), 'utf8').trim();
  const later = (ms, task) => new Promise(resolve => setTimeout(() => resolve(task?.()), ms));

  app.get('/', ctx => {
    ctx.body = String(process.pid);
  });
  // Threads of one process have names of their own.
  app.get('/worker', ctx => {
    ctx.body = `${process.pid} ${app.messenger.pid}`;
  });
  // Work for a processor: requests are few, and who sends them costs next to nothing.
  const sum = count => {
    let total = 0;
    for (let index = 0; index < count; index++) total += index % 7;
    return total;
  };
  app.get('/work', ctx => {
    ctx.body = String(process.pid);
    ctx.set('x-sum', String(sum(Number(ctx.query.count))));
  });
  app.get('/version', ctx => {
    ctx.body = version;
  });
  app.get('/slow', async ctx => {
    await later(Number(ctx.query.ms));
    ctx.body = String(process.pid);
  });
  app.get('/uncaught', async ctx => {
    setTimeout(() => {
      throw new Error('nobody catches this');
    }, 1);
    await later(20);
    ctx.body = 'answered all the same';
  });
  app.get('/reject', async ctx => {
    Promise.reject(new Error('nobody handles this'));
    ctx.body = 'rejected';
  });
  app.get('/exit', () => process.exit(3));
  app.get('/loop', () => {
    for (;;);
  });
  app.get('/heap', () => {
    const kept = [];
    for (;;) kept.push(new Array(1000).fill(kept.length));
  });
  app.get('/stack', ctx => {
    const deeper = n => deeper(n + 1) + 1;
    ctx.body = deeper(0);
  });
};
