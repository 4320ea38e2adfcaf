const Koa = require('koa');
const Router = require('@koa/router');
const app = new Koa();
app.keys = [ 'k' ];
app.silent = true;
app.use(require('koa-compress')({ threshold: 1000, br: false }));
app.use(require('koa-session')({ key: 's', signed: true }, app));
app.use(require('koa-bodyparser')());
app.use(require('koa-connect')((req, res, next) => { res.setHeader('x-connect', 'yes'); next(); }));
const logged = [];
app.use(require('koa-logger')((text, args) => logged.push(args.slice(1, 4))));
const router = new Router({ prefix: '/api' });
router.get('named', '/items/:id', ctx => { ctx.body = { id: ctx.params.id, route: ctx._matchedRouteName, url: router.url('named', 5) }; });
router.post('/items', ctx => { ctx.status = 201; ctx.body = ctx.request.body; });
router.get('/count', ctx => { ctx.session.n = (ctx.session.n || 0) + 1; ctx.body = String(ctx.session.n); });
router.get('/big', ctx => { ctx.body = 'x'.repeat(5000); });
router.get('/stream', ctx => { ctx.type = 'text/plain'; ctx.body = require('fs').createReadStream(__filename, { end: 9 }); });
router.get('/throws', ctx => ctx.throw(403, 'no entry', { expose: true }));
app.use(router.routes()).use(router.allowedMethods());
requests(app.callback(), [
  [ 'GET', '/api/items/7' ], [ 'POST', '/api/items', '{"a":1}', { 'content-type': 'application/json' } ], [ 'GET', '/api/count' ],
  [ 'GET', '/api/big', undefined, { 'accept-encoding': 'gzip' } ], [ 'GET', '/api/stream' ], [ 'GET', '/api/throws' ], [ 'DELETE', '/api/items/1' ], [ 'GET', '/nothing' ],
], [ 'content-type', 'content-encoding', 'x-connect', 'allow', 'vary' ]).then(() => show(logged.length));
