const urllib = require('urllib');
serve(async base => {
  const { data, status, res } = await urllib.request(`${base}/echo`, { method: 'POST', contentType: 'json', data: { a: { b: 1 } }, dataType: 'json' });
  show(status, data.body, data.headers['content-type'], typeof res.rt);
  show((await urllib.request(`${base}/echo`, { data: { q: [ 'x', 'y' ] }, dataType: 'json' })).data.url, (await urllib.request(`${base}/gzip`, { gzip: true, dataType: 'text' })).data, (await urllib.request(`${base}/redirect`, { followRedirect: true, dataType: 'json' })).data.url);
  await urllib.request(`${base}/slow`, { timeout: 30 }).catch(error => show(error.name));
  await urllib.request(`${base}/not-json`, { dataType: 'json' }).catch(error => show(error.name, error.status));
  urllib.request(`${base}/status/404`, (error, body, answer) => show(error, String(body), answer.statusCode));
});
