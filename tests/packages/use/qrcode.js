const QR = require('qrcode');
const { PNG } = require('pngjs');
(async () => {
  console.log(await QR.toString('https://例子.com/é', { type: 'utf8' }));
  show((await QR.toString('x', { type: 'svg' })).length, await QR.toDataURL('abc'));
  const b = await QR.toBuffer('hello', { errorCorrectionLevel: 'H', width: 200, color: { dark: '#00F' } });
  const p = PNG.sync.read(b);
  show(p.width, p.height, [ ...p.data.subarray(0, 8) ], require('crypto').createHash('md5').update(p.data).digest('hex'));
  show(QR.create('123').version, QR.create('漢字').segments.map(s => s.mode.id));
  const q = new PNG({ width: 4, height: 4 });
  for (let i = 0; i < 64; i++) q.data[i] = i * 3;
  const parts = [];
  for await (const c of q.pack().pipe(new (require("stream").PassThrough)())) parts.push(c);
  new PNG().parse(Buffer.concat(parts), (e, d) => show(e, d.data.equals(q.data), PNG.sync.write(q).length > 60));
  QR.toString('a'.repeat(5000)).catch(e => show(e.message));
})();
