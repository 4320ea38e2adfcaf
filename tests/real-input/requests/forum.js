'use strict';

// What apps/forum is asked, and the starts that must fail.

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = value => ({ method: 'POST', body: JSON.stringify(value) });
const behindProxy = { 'x-forwarded-host': 'forum.example', 'x-forwarded-proto': 'https' };

module.exports = [
  { path: '/' },
  { path: '/topics/written' }, // PLUG-079
  { path: '/topics/found' },
  { path: '/points/rows' }, // PLUG-047
  { path: '/points/transactions' },

  { path: '/validate', ...json({ title: 'a title', tab: 'ask' }) }, // PLUG-091
  { path: '/validate', ...json({ title: 'a title that is too long', tab: 'none', tags: [ 1 ] }), headers: { accept: 'application/json' } },
  { path: '/validate/types' },

  { path: '/strategies' }, // PLUG-081
  { path: '/login', method: 'POST', body: 'name=ada&word=wrong', headers: form, jar: 'local' },
  { path: '/login', method: 'POST', body: 'name=ada&word=engine', headers: form, jar: 'local' },
  { path: '/me', jar: 'local' },
  { path: '/logout', jar: 'local' },
  { path: '/passport/github', jar: 'github' }, // PLUG-088
  { path: '/passport/github', headers: behindProxy },
  { path: '/passport/github/callback?code=a-good-code', jar: 'github' },
  { path: '/me', jar: 'github' },
  { path: '/passport/github/callback?code=a-good-code', headers: behindProxy },
  { path: '/passport/github/callback?error=access_denied&error_description=no' },
  { path: '/passport/github/callback?error=server_error&error_description=down', fails: true },
  { path: '/passport/github/callback?code=another', fails: true },

  { path: '/texts/markdown' }, // PLUG-092
  { path: '/texts/filtered' },
  { path: '/texts/xml' },
  { path: '/texts/checked' },
  { path: '/dates/shown' }, // PLUG-093
  { path: '/mails/sent' },
  { path: '/mails/pooled' },
  { path: '/mails/older' },
  { path: '/mails/refused' },
  { path: '/mails/kept' },
  { path: '/uploads/forms' },
];

module.exports.refusals = [
  { FAULT: 'github', says: '[egg-passport-github] config.passportGithub.key required' },
  { FAULT: 'session', says: '[egg-passport] session middleware must exists' },
  { FAULT: 'mongoose', says: '[egg-mongoose] url is required on config' }, // PLUG-078
];
