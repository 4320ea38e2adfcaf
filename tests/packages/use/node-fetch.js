const fetch = require('node-fetch');
serve(async base => {
  const answer = await fetch(`${base}/echo?x=1`, { method: 'POST', body: JSON.stringify({ a: 1 }), headers: { 'content-type': 'application/json' } });
  show(answer.ok, answer.status, answer.headers.get('content-type'), (await answer.json()).body);
  show(await (await fetch(`${base}/gzip`)).text(), (await fetch(`${base}/redirect`)).redirected, (await fetch(`${base}/redirect`, { redirect: 'manual' })).status, (await (await fetch(`${base}/bytes`)).buffer()).length);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 10);
  await fetch(`${base}/slow`, { signal: abort.signal }).catch(error => show(error.name, error.type));
  await fetch('http://127.0.0.1:1').catch(error => show(error.name, error.code));
});
