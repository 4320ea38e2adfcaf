const Koa = require('koa');
const CSRF = require('koa-csrf');
const app = new Koa();
app.keys = [ 'k' ];
app.silent = true;
app.use(require('koa-session')({}, app)).use(require('koa-bodyparser')()).use(new CSRF());
app.use(ctx => { ctx.body = { token: typeof ctx.csrf, length: ctx.csrf && ctx.csrf.length > 10 }; });
requests(app.callback(), [ [ 'GET', '/' ], [ 'POST', '/', '{}', { 'content-type': 'application/json' } ] ], [ 'content-type' ]);
