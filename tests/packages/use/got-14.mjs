import got, { HTTPError, TimeoutError } from 'got-14';

await serve(async base => {
  const client = got.extend({ prefixUrl: base, retry: { limit: 0 } });
  show((await client('echo', { searchParams: { a: 'b c' } }).json()).url, (await client.post('echo', { json: { x: 1 } }).json()).body, (await client.post('echo', { form: { f: 'é' } }).json()).body);
  await client('status/404').catch(error => show(error.name, error instanceof HTTPError, error.message.split(':')[0], error.response.statusCode));
  await client('slow', { timeout: { request: 30 } }).catch(error => show(error.name, error instanceof TimeoutError, error.event));
  show(await client('gzip').text(), (await client('redirect')).redirectUrls.length, (await client('bytes').buffer()).length);
  show((await got(`${base}/flaky`, { retry: { limit: 2, calculateDelay: ({ computedValue }) => computedValue && 1 } })).body);
  const hooked = client.extend({ hooks: { beforeRequest: [ options => { options.headers['x-own'] = 'hook'; } ], afterResponse: [ response => { response.body = JSON.parse(response.body).headers['x-own']; return response; } ] } });
  show((await hooked('echo')).body);
  let size = 0;
  for await (const chunk of client.stream('bytes')) size += chunk.length;
  show(size);
});
