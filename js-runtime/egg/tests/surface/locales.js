'use strict';

// Texts by locale, as koa-locales 1.12 finds and fills them.
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const Locales = surface('egg-i18n/lib/locales');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coddle-locales-'));
fs.writeFileSync(path.join(folder, 'zh_CN.json'), JSON.stringify({ hello: '你好 %s', model: { name: '名字' } }));
fs.writeFileSync(path.join(folder, 'en-US.properties'), '# comment\nhello = Hello %s\nquoted="  kept "\nfill = {0} {1} {0}\nnamed = {who}, {what}\n');
const options = { defaultLocale: 'en_US', queryField: 'locale', cookieField: 'locale', cookieMaxAge: '1y', dirs: [ folder ] };
const locales = new Locales(options, file => JSON.parse(fs.readFileSync(file, 'utf8')));
fs.rmSync(folder, { recursive: true });

assert.strictEqual(locales.gettext('zh-cn', 'hello', '世界'), '你好 世界');
assert.strictEqual(locales.gettext('zh-cn', 'model.name'), '名字');
assert.strictEqual(locales.gettext('en-us', 'quoted'), '  kept ');
assert.strictEqual(locales.gettext('en-us', 'fill', [ 'a', 'b' ]), 'a b a');
assert.strictEqual(locales.gettext('en-us', 'fill', [ 'a' ]), 'a {1} a');
assert.strictEqual(locales.gettext('en-us', 'named', { who: 'I' }), 'I, {what}');
assert.strictEqual(locales.gettext('en-us', 'unknown %s %s', 1, 2), 'unknown 1 2');
assert.strictEqual(locales.gettext('en-us'), '');

function context({ query = {}, cookie, languages = [ '*' ] }) {
  const written = [];
  const ctx = {
    query,
    headerSent: false,
    cookies: { get: () => cookie, set: (name, value, settings) => written.push([ name, value, settings.maxAge ]) },
    acceptsLanguages: () => languages,
  };
  locales.extendContext(ctx);
  return { locale: ctx.__getLocale(), origin: ctx.__getLocaleOrigin(), written };
}
const year = 365.25 * 24 * 3600 * 1000;
assert.deepStrictEqual(context({ query: { locale: 'zh_CN' } }), { locale: 'zh-cn', origin: 'query', written: [ [ 'locale', 'zh-cn', year ] ] });
assert.deepStrictEqual(context({ cookie: 'zh-cn' }), { locale: 'zh-cn', origin: 'cookie', written: [] });
assert.deepStrictEqual(context({ languages: [ 'fr', 'zh-CN' ] }).locale, 'zh-cn');
assert.deepStrictEqual(context({ query: { locale: 'fr' } }).locale, 'en-us');
assert.deepStrictEqual(context({}).origin, 'default');
