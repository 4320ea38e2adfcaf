'use strict';

const nunjucks = require('nunjucks');

/** The text without what is random in it. */
const plain = (ctx, text) => text.replace(/(name="_csrf" value=")[\w-]{36}"/g, '$1<csrf>"').replaceAll(ctx.nonce, '<nonce>');

exports.page = async ctx => { // PLUG-001, PLUG-003, PLUG-004, PLUG-005
  const items = [ { name: 'pen', price: 1.25 }, { name: '<ink>', price: 10 } ];
  const text = await ctx.renderView('page.html', { title: 'Page & more', name: '</script><x>', items });
  ctx.type = 'html';
  ctx.body = plain(ctx, text);
};

exports.api = async ctx => { // PLUG-002, PLUG-006, PLUG-007, PLUG-008
  const env = ctx.app.nunjucks;
  env.addFilter('shout', text => `${text.toUpperCase()}!`);
  env.addFilter('later', (text, done) => setImmediate(done, null, `${text}, later`), true);
  env.addGlobal('answer', 42);
  const user = { name: 'n', list: [ 3, 1, 2 ] };
  const texts = [
    '{{ "a" | shout }} {{ answer }} {{ helper.plus(1, 2) }} {{ "<b>" | safe }} {{ "<i>" }} {{ user.missing }}',
    '{{ user.constructor }}|{{ user.prototype }}|{{ user["const" + "ructor"] }}|{{ user.name }}',
    '{% set x = user.list | sort | join("-") %}{{ x }} {{ user.list | length }} {{ user | dump }}',
    '{% macro tag(name, kind="div") %}<{{ kind }}>{{ name }}</{{ kind }}>{% endmacro %}{{ tag("m") }}{{ tag("n", kind="p") }}',
    '{% if user.list.length > 2 and not user.nothing %}many{% elif user %}few{% endif %} {{ "yes" if user else "no" }}',
    '{{ "now" | later }}',
  ];
  const rendered = [];
  for (const text of texts) rendered.push(await ctx.renderString(text, { user }, { viewEngine: 'nunjucks' }));
  const failed = await ctx.renderString('{{ broken( }}', {}, { viewEngine: 'nunjucks' }).catch(error => error.name);
  await ctx.renderView('base.html');
  ctx.body = {
    config: ctx.app.config.nunjucks,
    kinds: [ 'addFilter', 'addGlobal', 'addExtension', 'render', 'renderString', 'cleanCache', 'ViewHelper' ].map(name => typeof env[name]),
    rendered,
    failed,
    patched: [ nunjucks.lib.escape('<&"\'>'), nunjucks.runtime.memberLookup({ a: 1 }, 'a'), nunjucks.runtime.memberLookup({}, 'constructor') ],
    cleaned: [ env.cleanCache('no-such.html'), env.cleanCache('base.html'), env.cleanCache() > 0 ],
  };
};
