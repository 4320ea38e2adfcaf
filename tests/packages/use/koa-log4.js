const log4js = require('koa-log4');
log4js.configure({ appenders: { out: { type: 'stdout', layout: { type: 'messagePassThrough' } } }, categories: { default: { appenders: [ 'out' ], level: 'info' } } });
const app = new (require('koa'))();
app.use(log4js.koaLogger(log4js.getLogger('http'), { level: 'auto', format: ':method :url :status' }));
app.use(ctx => { ctx.status = Number(ctx.path.slice(1)); ctx.body = 'x'; });
requests(app.callback(), [ [ 'GET', '/200' ], [ 'GET', '/404' ] ], []);
