'use strict';

// The benchmark's answers from fastify, without response schemas: as egg and koa, it is not told the shape of what it sends.
// usage: server.js PORT    (BENCH_VARIANT as in apps/egg)

const { catalogue, fib, people, sortByScore, user } = require('../egg/lib/work');
const app = require('fastify')();
const variant = process.env.BENCH_VARIANT;

if (variant === 'middlewares') {
  // fastify has no onion; its nearest thing to a middleware that does nothing is a hook
  for (let i = 0; i < 10; i++) app.addHook('onRequest', async () => {});
}

if (variant === 'routes-2' || variant === 'routes-200') {
  const count = Number(variant.slice('routes-'.length));
  for (let i = 1; i <= count; i++) app.get(`/route-${i}/:id`, async request => request.params.id);
} else {
  const users = { find: async id => user(id) };
  app.register(require('@fastify/secure-session'), { key: Buffer.alloc(32, 'bench-only'), cookie: { path: '/', httpOnly: true } });
  app.get('/session', async request => {
    request.session.set('visits', (request.session.get('visits') ?? 0) + 1);
    return 'seen';
  });
  app.get('/text', async () => 'hello, world');
  app.get('/json', async () => catalogue);
  app.post('/echo', async request => request.body);
  app.get('/fib', async () => ({ fib: fib(20) }));
  app.get('/sort', async () => sortByScore(people));
  app.get('/users/:id', async request => users.find(request.params.id));
}

app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' }).catch(error => {
  console.error(error);
  process.exit(1);
});
