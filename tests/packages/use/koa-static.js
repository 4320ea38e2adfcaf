const Koa = require('koa'), app = new Koa(), path = require('path');
const fs = require('fs');
const os = require('os');
app.silent = true;
app.keys = [ 'k' ];
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ks-'));
fs.writeFileSync(dir + '/a.txt', 'static é');
fs.writeFileSync(dir + '/v.ejs', '<p><%= x %></p>');
app.use(require('koa-helmet')());
app.use(require('@koa/cors')({ credentials: true }));
app.use(require('koa-ratelimit')({ driver: 'memory', db: new Map(), max: 8, id: () => 'me', disableHeader: false }));
app.use(require('koa-mount')('/s', require('koa-static')(dir, { maxage: 1000 })));
app.use(require('koa-views')(dir, { extension: 'ejs' }));
app.use(require('koa-body').koaBody({ multipart: true, jsonLimit: '1kb', onError: (e, c) => c.throw(e.status || 422, e.type || 'bad') }));
app.use(require('koa-jwt')({ secret: 'shh', passthrough: true }));

app.use(async c => {
  if (c.path === '/v') return c.render('v', { x: '<é>' });
  if (c.path === '/up') {
    const f = c.request.files.f;
    c.body = [ c.request.body, f.originalFilename, f.size, fs.readFileSync(f.filepath, 'utf8') ];
    fs.rmSync(f.filepath);
    return;
  }
  if (c.path === '/user') {
    c.body = c.state.user || { none: c.state.jwtOriginalError && c.state.jwtOriginalError.message };
    return;
  }
  c.body = c.request.body;
});
const mp = [ '--B', 'Content-Disposition: form-data; name="t"', '', 'é', '--B', 'Content-Disposition: form-data; name="f"; filename="a.txt"', 'Content-Type: text/plain', '', 'xx', '--B--', '' ].join('\r\n');
const j = { 'content-type': 'application/json' };
requests(app.callback(), [ [ 'GET', '/s/a.txt' ], [ 'GET', '/v' ], [ 'POST', '/', '{"a":[1]}', j ], [ 'POST', '/', '{bad', j ], [ 'POST', '/', JSON.stringify('x'.repeat(2000)), j ], [ 'POST', '/up', mp, { 'content-type': 'multipart/form-data; boundary=B' } ], [ 'GET', '/user', undefined, { authorization: 'Bearer ' + require('jsonwebtoken').sign({ id: 7, iat: 1 }, 'shh') } ], [ 'GET', '/user', undefined, { authorization: 'Bearer nope' } ], [ 'GET', '/over' ] ], [ 'content-type', 'cache-control', 'x-frame-options', 'x-ratelimit-remaining', 'access-control-allow-origin' ]).then(() => fs.rmSync(dir, { recursive: true }));
