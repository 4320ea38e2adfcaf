'use strict';

// What apps/plugins is asked. `jar`: requests of the same jar share cookies, as in a browser; `csrf`: the jar's token is sent.

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = value => ({ method: 'POST', body: JSON.stringify(value) });
const preflight = (origin, headers) => ({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT', ...headers } });
const bearer = token => ({ headers: { authorization: token } });
/** { name: 'ada', iat: 1700000000 }, signed with the application's secret. */
const TOKEN = [ 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', 'eyJuYW1lIjoiYWRhIiwiaWF0IjoxNzAwMDAwMDAwfQ' ].join('.');
const signed = `${TOKEN}.${require('crypto').createHmac('sha256', 'a secret of this test').update(TOKEN).digest('base64url')}`;

module.exports = [
  { path: '/' },
  { path: '/nunjucks?q=%3Cq%3E' },
  { path: '/nunjucks/api' },
  { path: '/ejs?q=%3Cq%3E' },
  { path: '/ejs/string' },
  { path: '/assets?q=%3Cq%3E' }, // PLUG-093
  { path: '/assets/helper' },

  { path: '/validate', ...json({ name: 'ada', age: 36, tags: [ 'x' ] }) },
  { path: '/validate', ...json({ age: 3, tags: [ 1, 2 ] }), headers: { accept: 'application/json' } },
  { path: '/validate', method: 'POST', body: 'name=&age=x', headers: form },
  { path: '/validate/types' }, // PLUG-009, PLUG-018
  { path: '/validate/conversions' },
  { path: '/validate/without-body' },

  { path: '/cors/whitelist' }, // PLUG-019, PLUG-020, PLUG-023
  { path: '/cors/whitelist', headers: { origin: 'https://a.safe.example' } }, // PLUG-021, PLUG-027
  { path: '/cors/whitelist', headers: { origin: 'https://evil.example' } },
  { path: '/cors/whitelist', headers: { origin: 'no url' } },
  { path: '/cors/whitelist', ...preflight('https://a.safe.example', { 'access-control-request-headers': 'x-a, x-b' }) }, // PLUG-024
  { path: '/cors/whitelist', ...preflight('https://evil.example') },
  { path: '/nothing', ...preflight('https://a.safe.example') },
  { path: '/cors/refused', headers: { origin: 'https://a.safe.example' } }, // PLUG-026
  { path: '/cors/fixed' }, // PLUG-022
  { path: '/cors/fixed', headers: { origin: 'https://other.example' } },
  { path: '/cors/anybody', headers: { origin: 'https://other.example' } }, // PLUG-025

  { path: '/jwt/api' }, // PLUG-028, PLUG-034
  { path: '/jwt/one' }, // PLUG-033
  { path: '/jwt/one', ...bearer('Basic abc') },
  { path: '/jwt/one', ...bearer('one two three') },
  { path: '/jwt/one', ...bearer('Bearer not.a.token') },
  { path: '/jwt/one', ...bearer(`Bearer ${signed}`) },
  { path: '/jwt/one', ...bearer(`Bearer ${signed.slice(0, -2)}`) },
  { path: '/jwt/everywhere' }, // PLUG-030
  { path: '/jwt/everywhere', ...bearer(`Bearer ${signed}`) },

  { path: '/passport/api?a=1' }, // PLUG-089
  { path: '/me', jar: 'one' },
  { path: '/login', method: 'POST', body: 'name=ada&word=wrong', headers: form, jar: 'one' },
  { path: '/login', method: 'POST', body: 'name=ada', headers: form, jar: 'one' },
  { path: '/login', method: 'POST', body: 'name=ada&word=engine', headers: form, jar: 'one' }, // PLUG-084, PLUG-087
  { path: '/me', jar: 'one' }, // PLUG-085
  { path: '/logout', jar: 'one' },
  { path: '/me', jar: 'one' },
  { path: '/login/direct', jar: 'two' },
  { path: '/me', jar: 'two' },
  { path: '/guarded/login', ...json({ name: 'alan', word: 'machine' }), jar: 'three' },
  { path: '/nunjucks', jar: 'three' },
  { path: '/guarded/login', ...json({ name: 'alan', word: 'machine' }), jar: 'three', csrf: true },
  { path: '/passport/local', jar: 'three' },

  { path: '/api/users/5' }, // PLUG-065, PLUG-068, PLUG-070
  { path: '/api/named/5' },
  { path: '/api/v2/users/5' }, // PLUG-067
  { path: '/api/posts' },
  { path: '/api/posts/9' },
  { path: '/api/posts', ...json({ a: 1 }) },
  { path: '/api/posts/9', method: 'DELETE' },
  { path: '/api/nothing' },
  { path: '/moved' }, // PLUG-069: it is not put below /api, where alone it would be looked for
  { path: '/api/moved' },
  { path: '/first/' }, // PLUG-066
  { path: '/first' },
  { path: '/spaces' },

  { path: '/chat?transport=websocket' }, // PLUG-056, PLUG-057, PLUG-058, PLUG-059, PLUG-060, PLUG-062, PLUG-064
  { path: '/chat?transport=polling' },
];

module.exports.refusals = [
  { FAULT: 'jwt', says: 'Duplication of middleware name found: jwt. Rename your middleware other than "jwt" please.' }, // PLUG-031
];
