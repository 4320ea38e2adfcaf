const { S3Client, PutObjectCommand, GetObjectCommand, ListObjectsV2Command } = require('@aws-sdk/client-s3');
const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');
const http = require('http');
const seen = [];
const s = http.createServer((q, r) => {
  let b = '';
  q.on('data', c => b += c).on('end', () => {
    seen.push([ q.method, q.url, q.headers['content-length'], /^AWS4-HMAC-SHA256 Credential=AK/.test(q.headers.authorization), b ]);
    if (q.url.includes('list-type')) return r.end('<?xml version="1.0"?><ListBucketResult><Contents><Key>é&amp;</Key><Size>3</Size><LastModified>2020-01-01T00:00:00.000Z</LastModified></Contents></ListBucketResult>');
    if (q.url.includes('nope')) {
      r.statusCode = 404;
      return r.end('<Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
    }
    r.setHeader('etag', '"e"');
    r.end(q.method === 'GET' ? 'content' : '');
  });
}).listen(0, '127.0.0.1', async () => {
  const c = new S3Client({ region: 'us-east-1', endpoint: `http://127.0.0.1:${s.address().port}`, forcePathStyle: true, credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' }, maxAttempts: 1 });
  show((await c.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'body é' }))).ETag);
  const g = await c.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
  show(await g.Body.transformToString());
  show((await c.send(new ListObjectsV2Command({ Bucket: 'b' }))).Contents);
  await c.send(new GetObjectCommand({ Bucket: 'b', Key: 'nope' })).catch(e => show(e.name, e.$metadata.httpStatusCode));
  show(seen);
  const signer = new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' } });
  show(await getSignedUrl(signer, new GetObjectCommand({ Bucket: 'b', Key: 'a b/é' }), { expiresIn: 60, signingDate: new Date(0) }));
  s.close();
  s.closeAllConnections();
});
