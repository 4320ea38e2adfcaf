'use strict';

/** Stands in for GitHub where a user of it signs in to another site: the part of OAuth 2 that the site itself asks for, and the user's profile. */

const https = require('https');

const APPLICATION = { id: 'the-forum', secret: 'known-to-both' };
const CODE = 'a-good-code';
const TOKEN = 'a-good-token';
const PROFILE = { id: 42, login: 'ada', name: 'Ada L.', email: 'ada@a.example', avatar_url: 'https://a.example/ada.png', html_url: 'https://a.example/ada' };

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const routes = {
  async 'POST /login/oauth/access_token'(request) {
    const form = new URLSearchParams(await bodyOf(request));
    const known = form.get('client_id') === APPLICATION.id && form.get('client_secret') === APPLICATION.secret;
    if (!known || form.get('code') !== CODE) return [ 200, JSON.stringify({ error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.' }) ];
    return [ 200, new URLSearchParams({ access_token: TOKEN, scope: 'user', token_type: 'bearer', returned_to: form.get('redirect_uri') }).toString() ];
  },
  'GET /user': ({ headers }) => (headers.authorization === `Bearer ${TOKEN}` ? [ 200, JSON.stringify({ ...PROFILE, asked_by: headers['user-agent'] }) ] : [ 401, '{"message":"Bad credentials"}' ]),
};

/** Gives `{ settings, stop }`; `identity`: `{ key, cert }` of 127.0.0.1. */
async function start(identity) {
  const server = https.createServer(identity, async (request, response) => {
    const route = routes[`${request.method} ${request.url}`];
    const [ status, body ] = route ? await route(request) : [ 404, '{"message":"Not Found"}' ];
    response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { settings: { site: `https://127.0.0.1:${server.address().port}`, ...APPLICATION }, stop: () => server.close().closeAllConnections() };
}

module.exports = { start };
