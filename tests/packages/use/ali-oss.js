const OSS = require('ali-oss');
const http = require('http');
const seen = [];
const s = http.createServer((q, r) => {
  const bs = [];
  q.on('data', c => bs.push(c)).on('end', () => {
    seen.push([ q.method, q.url, !!q.headers.authorization, Buffer.concat(bs).toString() ]);
    r.setHeader('x-oss-request-id', 'R');
    if (q.url.includes('nope')) {
      r.statusCode = 404;
      r.setHeader('content-type', 'application/xml');
      return r.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
    }
    r.setHeader('etag', '"e"');
    if (q.method === 'DELETE') r.statusCode = 204;
    r.end(q.method === 'GET' ? 'content' : '');
  });
}).listen(0, '127.0.0.1', async () => {
  const o = new OSS({ accessKeyId: 'id', accessKeySecret: 'secret', bucket: 'bucket', endpoint: `http://127.0.0.1:${s.address().port}`, cname: true, retryMax: 0 });
  show((await o.put('k é', Buffer.from('body'))).res.status, (await o.get('k')).content.toString());
  await o.get('nope').catch(e => show(e.name, e.code, e.status));
  show((await o.delete('k')).res.status, (await o.getStream('k')).res.status, seen);
  show(o.calculatePostSignature({ expiration: '2030-01-01T00:00:00Z', conditions: [] }));
  s.close();
  s.closeAllConnections();
});
