const fs = require('fs');
const os = require('os');
const path = require('path');
const Koa = require('koa');
const serve = require('koa-static-cache');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cache-'));
fs.writeFileSync(path.join(folder, 'a.txt'), 'a file é\n'.repeat(200));
fs.mkdirSync(path.join(folder, 'sub'));
fs.writeFileSync(path.join(folder, 'sub/b.js'), 'let b = 1;');
for (const name of [ 'a.txt', 'sub/b.js' ]) fs.utimesSync(path.join(folder, name), 1e9, 1e9);
const files = {};
const app = new Koa();
app.use(serve(folder, { maxAge: 60, gzip: true, buffer: true, dynamic: true, prefix: '/public', alias: { '/public/x.js': '/public/sub/b.js' } }, files));
app.use(ctx => { ctx.body = 'not a file'; });
requests(app.callback(), [
  [ 'GET', '/public/a.txt' ], [ 'GET', '/public/a.txt', undefined, { 'accept-encoding': 'gzip' } ], [ 'HEAD', '/public/sub/b.js' ], [ 'GET', '/public/x.js' ],
  [ 'GET', '/public/../secret' ], [ 'GET', '/public/none' ], [ 'POST', '/public/a.txt', '' ],
  [ 'GET', '/public/a.txt', undefined, { 'if-modified-since': new Date(1e12).toUTCString() } ],
], [ 'content-type', 'cache-control', 'content-encoding', 'etag', 'content-md5', 'last-modified', 'vary' ]).then(() => {
  show(Object.keys(files).sort(), files['/public/a.txt'].md5);
  fs.rmSync(folder, { recursive: true });
});
