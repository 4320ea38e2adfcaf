'use strict';

// The benchmark's answers from koa with the router and the body parser that its users reach for.
// usage: server.js PORT    (BENCH_VARIANT as in apps/egg)

const Koa = require('koa');
const { Router } = require('@koa/router');
const bodyParser = require('koa-bodyparser');
const { catalogue, fib, people, sortByScore, user } = require('../egg/lib/work');

const app = new Koa();
const router = new Router();
const variant = process.env.BENCH_VARIANT;

if (variant === 'middlewares') {
  for (let i = 0; i < 10; i++) {
    app.use(async function layer(ctx, next) {
      await next();
    });
  }
}
app.use(bodyParser());

if (variant === 'routes-2' || variant === 'routes-200') {
  const count = Number(variant.slice('routes-'.length));
  for (let i = 1; i <= count; i++) {
    router.get(`/route-${i}/:id`, async ctx => { ctx.body = ctx.params.id; });
  }
} else {
  const users = { find: async id => user(id) };
  router.get('/text', async ctx => { ctx.body = 'hello, world'; });
  router.get('/json', async ctx => { ctx.body = catalogue; });
  router.post('/echo', async ctx => { ctx.body = ctx.request.body; });
  router.get('/fib', async ctx => { ctx.body = { fib: fib(20) }; });
  router.get('/sort', async ctx => { ctx.body = sortByScore(people); });
  router.get('/users/:id', async ctx => { ctx.body = await users.find(ctx.params.id); });
}

app.use(router.routes());
app.listen(Number(process.argv[2]), '127.0.0.1');
