const axios = require('axios');
serve(async (base, echo) => {
  const client = axios.create({ baseURL: base, timeout: 5000, headers: { 'x-own': '1' } });
  client.interceptors.request.use(config => { config.params = { ...config.params, added: 'y' }; return config; });
  const got = await client.get('/echo', { params: { a: [ 1, 2 ], b: 'c d' } });
  show(got.status, got.data.url, got.data.headers['x-own'], got.headers['content-type']);
  show((await client.post('/echo', { deep: { x: [ 1 ] } })).data.body, (await client.post('/echo', new URLSearchParams({ q: 'é' }))).data.body);
  for (const path of [ '/status/404', '/status/500' ]) await client.get(path).catch(error => show(error.name, error.code, error.response.status, error.message));
  await client.get('/slow', { timeout: 30 }).catch(error => show(error.code, error.message));
  show((await client.get('/redirect')).request.path, (await client.get('/gzip', { responseType: 'text' })).data, (await client.get('/bytes', { responseType: 'arraybuffer' })).data.length);
  const abort = new AbortController();
  const pending = client.get('/slow', { signal: abort.signal });
  abort.abort();
  await pending.catch(error => show(error.name, axios.isCancel(error)));
  await axios.get('http://127.0.0.1:1/').catch(error => show(error.code));
});
