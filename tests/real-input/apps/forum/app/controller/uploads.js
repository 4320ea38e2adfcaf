'use strict';

const path = require('path');
const qiniu = require('qiniu');

const { host, accessKey, secretKey, bucket } = JSON.parse(process.env.OUTSIDE_STORAGE);

const config = new qiniu.conf.Config();
config.zone = new qiniu.conf.Zone([ host ], [ host ], host, host, host);

/** What an upload was answered: `put(uploader, done)`. */
const answered = put => new Promise(resolve => {
  put(new qiniu.form_up.FormUploader(config), (error, body, info) => resolve([ error?.message ?? null, body, info?.statusCode ?? null ]));
});

exports.forms = async ctx => { // PLUG-092
  const mac = new qiniu.auth.digest.Mac(accessKey, secretKey);
  const token = new qiniu.rs.PutPolicy({ scope: bucket, expires: 60 }).uploadToken(mac);
  const forged = new qiniu.rs.PutPolicy({ scope: bucket }).uploadToken(new qiniu.auth.digest.Mac(accessKey, 'guessed'));
  const extra = new qiniu.form_up.PutExtra();
  const file = path.join(ctx.app.baseDir, 'app/public/picture.svg');
  ctx.body = [
    await answered((uploader, done) => uploader.put(token, 'text.txt', 'some text, é', extra, done)),
    await answered((uploader, done) => uploader.putFile(token, 'picture.svg', file, extra, done)),
    await answered((uploader, done) => uploader.put(forged, 'text.txt', 'x', extra, done)),
    new qiniu.rs.BucketManager(mac, config).privateDownloadUrl('https://kept.example', 'a b.txt', 2000000000), qiniu.util.generateAccessToken(mac, 'https://rs.example/list?a=1', 'b=2'), qiniu.util.urlsafeBase64Encode('a?>é'),
  ];
};
