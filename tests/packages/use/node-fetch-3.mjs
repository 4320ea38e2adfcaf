import fetch, { AbortError, FetchError, FormData, Headers, Request, Response, File } from 'node-fetch-3';

await serve(async base => {
  const answer = await fetch(`${base}/echo?x=1`, { method: 'POST', body: JSON.stringify({ a: 1 }), headers: new Headers({ 'content-type': 'application/json' }) });
  show(answer.ok, answer.status, answer.headers.get('content-type'), (await answer.json()).body);
  const form = new FormData();
  form.set('field', 'é');
  form.set('file', new File([ 'contents' ], 'name.txt', { type: 'text/plain' }));
  show(await (await fetch(`${base}/multipart`, { method: 'POST', body: form })).json());
  show(await (await fetch(`${base}/gzip`)).text(), (await fetch(`${base}/redirect`)).redirected, (await fetch(new Request(`${base}/redirect`, { redirect: 'manual' }))).status, (await (await fetch(`${base}/bytes`)).arrayBuffer()).byteLength);
  let size = 0;
  for await (const chunk of (await fetch(`${base}/bytes`)).body) size += chunk.length;
  show(size, await (await new Response('body').blob()).text());
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 10);
  await fetch(`${base}/slow`, { signal: abort.signal }).catch(error => show(error.name, error instanceof AbortError, error.type));
  await fetch('http://127.0.0.1:1').catch(error => show(error.name, error instanceof FetchError, error.code));
});
