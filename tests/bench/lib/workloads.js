'use strict';

const { catalogue } = require('../apps/egg/lib/work');

/**
 * What is asked of every server. `variant` is the value of BENCH_VARIANT under which the server was started: the workloads of
 * one variant share its processes. `servers` names those that can do it, where not all can. `session`: each request carries the
 * cookies that the first one was given. `packages`: the application itself needs what npm installs, whoever runs it.
 */
const workloads = [
  { name: 'text', variant: 'base', path: '/text', title: 'text ("hello, world")' },
  { name: 'text-chainless', variant: 'chainless', path: '/text', title: 'text, every built-in plugin and middleware off', servers: [ 'coddle', 'egg', 'egg-bun' ] },
  { name: 'json', variant: 'base', path: '/json', title: '1 KB JSON' },
  { name: 'service', variant: 'base', path: '/users/42', title: 'route parameter, service, JSON' },
  { name: 'routes-2', variant: 'routes-2', path: '/route-2/abc', title: 'two routes, the last one' },
  { name: 'routes-200', variant: 'routes-200', path: '/route-200/abc', title: '200 routes, the last one' },
  { name: 'middlewares', variant: 'middlewares', path: '/text', title: 'text behind ten user middlewares' },
  { name: 'echo', variant: 'base', path: '/echo', title: '1 KB JSON echo (POST)', method: 'POST', body: JSON.stringify(catalogue) },
  { name: 'fib', variant: 'base', path: '/fib', title: 'recursive fib(20) in the controller' },
  { name: 'sort', variant: 'base', path: '/sort', title: 'sort 1,000 objects in the controller' },
  { name: 'static', variant: 'base', path: '/public/ten.txt', title: 'static file of 10 KB', servers: [ 'coddle', 'egg', 'egg-bun', 'nginx' ] },
  { name: 'session', variant: 'base', path: '/session', title: 'session read and written, in an encrypted cookie', servers: [ 'coddle', 'egg', 'egg-bun', 'fastify' ], session: true },
  { name: 'rows', variant: 'rows-native', path: '/rows', title: '50 rows of a nunjucks template (Coddle: config.nunjucks.native)', servers: [ 'coddle', 'egg', 'egg-bun' ], packages: true },
  { name: 'rows-npm', variant: 'rows', path: '/rows', title: '50 rows, by egg-view-nunjucks from npm', servers: [ 'coddle', 'egg', 'egg-bun' ], packages: true },
];

/** Servers that take part in the workloads that name them, and in no other. */
const ONLY_NAMED = new Set([ 'nginx' ]);

/** Those of `list` that the server `name` can do. */
const workloadsOf = (name, list) => list.filter(({ servers }) => (servers ? servers.includes(name) : !ONLY_NAMED.has(name)));

module.exports = { workloads, workloadsOf };
