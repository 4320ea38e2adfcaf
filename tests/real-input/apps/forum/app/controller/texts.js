'use strict';

const data2xml = require('data2xml');
const _ = require('lodash');
const MarkdownIt = require('markdown-it');
const uuid = require('uuid');
const uuidv5 = require('uuid/v5');
const validator = require('validator');
const xmlbuilder = require('xmlbuilder');
const xss = require('xss');

const MARKDOWN = [ '# Title', '', 'A *text* with `code`, https://a.example and <b onclick="x()">html</b>. "Quoted" -- (c)', '', '| a | b |', '|---|:-:|', '| 1 | **2** |', '', '```js', 'let x = "<y>";', '```', '', '1. one', '2. two', '', '> said', '', '![picture](/p.png "title") [link](javascript:alert(1))' ].join('\n');

exports.markdown = ctx => { // PLUG-092
  const md = new MarkdownIt({ html: true, linkify: true, typographer: true, langPrefix: 'language-' });
  const highlighted = new MarkdownIt({ highlight: (code, language) => `<i>${language}</i>${_.escape(code)}` });
  md.renderer.rules.heading_open = tokens => `<${tokens[0].tag} class="big">`;
  const filter = new xss.FilterXSS({ whiteList: { ...xss.getDefaultWhiteList(), b: [ 'title' ], a: [ 'href' ] }, stripIgnoreTag: true, onIgnoreTagAttr: (tag, name, value) => (name === 'class' ? `${name}="${xss.escapeAttrValue(value)}"` : undefined) });
  const html = md.render(MARKDOWN);
  ctx.body = { html, safe: filter.process(html), inline: md.renderInline('*a* ~~b~~'), highlighted: highlighted.render('```rs\n<x>\n```'), kinds: md.parse(MARKDOWN, {}).map(({ type }) => type) };
};

exports.filtered = ctx => {
  ctx.body = [ '<script>x</script>', '<a href="javascript:x" target="_blank">a</a>', '<img src=x onerror=y>', '<p style="color: red; position: fixed; expression(x)">s</p>', '<!-- c --><B>b' ].map(html => xss(html));
};

exports.xml = ctx => {
  const convert = data2xml({ xmlDecl: true, undefined: 'empty', null: 'closed', cdata: true });
  const topic = { _attr: { id: 5, lang: 'é' }, title: 'a & b', body: { _cdata: '<p>x</p>' }, tags: [ 'x', 'y' ], none: null, missing: undefined };
  ctx.body = [
    convert('topic', topic), convert('rss', { channel: { item: [ { link: 'https://a.example/?a=1&b=2' }, { link: { _value: 'v' } } ] } }),
    xmlbuilder.create('feed', { encoding: 'UTF-8' }).att('v', '2').ele('entry', { id: 1 }, 'a < b').up().com('said').ele('raw').cdata('<x>').end({ pretty: true }),
    xmlbuilder.create({ list: { '@n': 2, item: [ 'a', { '#text': 'b' } ] } }).end(),
  ];
};

exports.checked = ctx => {
  const checks = {
    isEmail: [ 'a@b.example', 'a@', 'ä@b.example' ], isURL: [ 'https://a.example/x?y', 'a b', 'ftp://a' ], isIP: [ '127.0.0.1', '::1', '1.2.3' ], isUUID: [ uuidv5('a', uuidv5.DNS), 'x' ],
    isMobilePhone: [ '13800138000', '12' ], isISO8601: [ '2026-02-28T10:00:00Z', '28.2.' ], isJSON: [ '{"a":1}', '{' ], isMongoId: [ '507f1f77bcf86cd799439011', 'x' ], isInt: [ '12', '1.2' ],
  };
  const cleaned = { escape: '<a href="x">', trim: '  x ', normalizeEmail: 'Some.One+tag@GMAIL.com', toInt: '12px', stripLow: 'a\u0001b', toBoolean: 'yes', blacklist: 'abc', whitelist: 'abc' };
  ctx.body = {
    checks: _.mapValues(checks, (values, name) => values.map(value => validator[name](value, name === 'isMobilePhone' ? 'zh-CN' : undefined))),
    cleaned: _.mapValues(cleaned, (value, name) => validator[name](value, /list$/.test(name) ? 'b' : undefined)), length: validator.isLength('é'.repeat(3), { min: 2, max: 4 }),
    uuid: [ uuidv5('a.example', uuidv5.DNS), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid.v4()), uuid.v4({ random: Buffer.alloc(16, 7) }), uuid.v1({ node: [ 1, 2, 3, 4, 5, 6 ], clockseq: 7, msecs: 8, nsecs: 9 }) ],
  };
};
