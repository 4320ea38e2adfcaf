const superagent = require('superagent');
const request = require('request');
const needle = require('needle');
const supertest = require('supertest');
serve(async base => {
  const r = await superagent.post(base + '/echo').query({ q: 'é' }).set('x-own', '1').send({ a: 1 });
  show(r.status, r.body);
  show(
    (await superagent.get(base + '/redirect')).body.url, (await superagent.get(base + '/gzip')).text,
    (await superagent.post(base + '/multipart').field('a', 'b').attach('f', Buffer.from('xx'), 'é.txt')).body
  );
  await superagent.get(base + '/status/404').catch(e => show(e.status, e.message, e.response.text));
  await superagent.get(base + '/slow').timeout(300).catch(e => show(e.code, e.timeout));
  await superagent.get('http://127.0.0.1:1').catch(e => show(e.code));
  show((await superagent.get(base + '/flaky').retry(2)).text);
  const rq = o => new Promise(res => request({ baseUrl: base, ...o }, (e, x, b) => res(e ? e.code : [ x.statusCode, b ])));
  show(
    await rq({ uri: '/echo', method: 'POST', json: { x: 'é' } }), await rq({ uri: '/echo', form: { a: 'b c' }, method: 'POST' }),
    await rq({ uri: '/gzip', gzip: true }), await rq({ uri: '/slow', timeout: 300 }),
    await rq({ uri: '/redirect', followRedirect: false }),
    await rq({ uri: '/multipart', method: 'POST', formData: { f: { value: Buffer.from('x'), options: { filename: 'n' } } } }),
    await rq({ uri: '/echo', auth: { user: 'u', pass: 'p' }, qs: { z: [ 1, 2 ] } })
  );
  const n = await new Promise(res => {
    let l = 0;
    request(base + '/bytes').on('data', d => l += d.length).on('end', () => res(l));
  });
  show(n);
  const nd = await needle('post', base + '/echo', { a: [ 1, 2 ] }, { json: true });
  show(nd.statusCode, nd.body.body);
  show(
    (await needle('get', base + '/gzip', { compressed: true })).body,
    (await needle('get', base + '/redirect', { follow_max: 2 })).body.url, (await needle('get', base + '/echo?x')).body.url
  );
  await needle('get', 'http://127.0.0.1:1').catch(e => show(e.code));
  await needle('get', base + '/slow', { response_timeout: 300 }).catch(e => show(e.code));
  const app = require('express')().get('/x', (q, s) => s.json({ ok: 1 }));
  await supertest(app).get('/x').expect(200).expect('content-type', /json/).expect({ ok: 1 });
  await supertest(app).get('/x').expect(201).catch(e => show(e.message));
});
