'use strict';

// The small packages under koa 2.16: accepts, type-is, media-typer, content-type, mime-types, fresh, vary,
// content-disposition, statuses, http-errors, encodeurl, escape-html, parseurl.

const { createRequire } = require('module');
const { load, save, outcome, numbers } = require('./golden');
const accepts = load('accepts');
const typeis = load('type-is');
const typer = load('media-typer');
const contentType = load('content-type');
const mime = load('mime-types');
const fresh = load('fresh');
const vary = load('vary');
const contentDisposition = load('content-disposition');
const koaRequire = createRequire(require.resolve('koa', { paths: [ process.argv[2] ] }));
const statuses = koaRequire('statuses');
const createError = koaRequire('http-errors');
const encodeUrl = koaRequire('encodeurl');
const escapeHtml = koaRequire('escape-html');
const parseurl = koaRequire('parseurl');
const koaRequest = koaRequire('./request');

const random = numbers(1305);
const pick = list => list[random(list.length)];
const some = (list, most) => Array.from({ length: random(most + 1) }, () => pick(list));
const text = (alphabet, most) => some([ ...alphabet ], most).join('');

// accepts
const acceptParts = [ 'text/html', 'text/*', '*/*', 'application/json', 'image/png', 'text/html;level=1', 'text/html;level="1,2"', 'TEXT/HTML', 'text', 'a/b/c', '*', 'application/vnd.api+json', 'text/html;level=*', 'text/plain;', 'text/plain;=', 'text/html;q="0.3"' ];
const qs = [ '', '', '', ';q=0.5', '; q=0.5', ';q=0', ';q=1', ';q=0.9;x=1', ';q=abc', ';q', ';q=', ';Q=0.2', ';x=1;q=.7', ';q=-1', ';q=Infinity', ';q=5e-1', ';q=0.5=1', '; q =0.1', ' ;q=0.4' ];
const acceptHeader = parts => some(parts, 5).map(p => p + pick(qs)).join(pick([ ',', ', ', ' , ', ',,' ]));
const offers = {
  types: [ 'html', 'json', 'text', 'png', 'text/html', 'text/html;level=1', 'application/json', 'image/*', 'nope', '.html', 'text/plain', 'application/vnd.api+json', 'TEXT/HTML', 'txt' ],
  encodings: [ 'gzip', 'deflate', 'br', 'identity', 'GZIP', '*' ],
  charsets: [ 'utf-8', 'UTF-8', 'iso-8859-1', 'utf-7', '*' ],
  languages: [ 'en', 'en-US', 'EN', 'zh-CN', 'zh', 'es', 'zh-Hans-CN', '*', 'en-', '-x' ],
};
const headerParts = {
  types: acceptParts,
  encodings: [ 'gzip', 'deflate', 'br', 'identity', '*', 'GZIP', 'x y', '' ],
  charsets: [ 'utf-8', 'ISO-8859-1', 'utf-7', '*', 'x y', '' ],
  languages: [ 'en', 'en-US', 'en-us', 'zh', 'zh-CN', 'zh-Hans', 'es', '*', 'en-', '-en', 'x y', '' ],
};
const headerNames = { types: 'accept', encodings: 'accept-encoding', charsets: 'accept-charset', languages: 'accept-language' };
const acceptVectors = [];
for (const kind of Object.keys(offers)) {
  const headers = [ undefined, '', '*', ...Array.from({ length: 120 }, () => acceptHeader(headerParts[kind])) ];
  for (const header of headers) {
    for (const offer of [ [], some(offers[kind], 1), some(offers[kind], 3), some(offers[kind], 5) ]) {
      const accept = accepts({ headers: header === undefined ? {} : { [headerNames[kind]]: header } });
      const answer = accept[kind](offer);
      acceptVectors.push({ kind, header: header === undefined ? null : header, offer, answer: answer === undefined ? null : answer });
    }
  }
}

// type-is, media types
const mediaTypes = [ '', 'text/html', 'TEXT/HTML; Charset=UTF-8', 'application/json;charset=utf-8', 'application/vnd.api+json', 'multipart/form-data; boundary="a b"', 'application/x-www-form-urlencoded', 'image/svg+xml', 'text', 'a/b+', 'a/b+c+d', 'a/b+.x', 'text/html;', 'text/html; a', 'text/html; a=b;', 'text/html ; a = b ; c="d\\"e"', 'text/html; a="b', 'text/html;a=é', 'text/html;a="é"', 'a/b/c', ' text/html ', '\ttext/html', 'text/html;a=b c', 'text/html;A=1;a=2', 'text/html;a="\\é"', 'text/html;a="\t"', 'text/html;a="\v"', '*/*', 'te xt/html', 'x/' + 'y'.repeat(127), 'x/' + 'y'.repeat(128), 'text/html;charset', 'application/json; charset=', 'application/json; charset="utf-8"', 'application/json;charset=utf-8;charset=gbk', '{}/x', 'text/{x}', "o'k/t~x" ];
const wanted = [ 'json', 'html', 'urlencoded', 'multipart', '+json', '+xml', 'text/*', '*/*', 'application/*', 'application/json', 'text/html', '*/html', 'application/*+json', 'nope', 'TEXT/HTML', 'a/b/c', 'image', '*', '', 'a/b', 'a/*+', '.json' ];
const typeIsVectors = [];
for (const value of mediaTypes) {
  for (const types of [ [], ...wanted.map(w => [ w ]), [ 'json', 'html' ], [ 'html', '*/*' ], [ 'nope', 'text/*' ] ]) {
    typeIsVectors.push({ value, types, answer: typeis.is(value, types) });
  }
}
const bodyVectors = [ [ null, null ], [ 'chunked', null ], [ '', null ], ...[ '0', '12', '', ' 3 ', 'x', '1e3', '0x1f', '0x', '-1', '+1', '--1', '1.', '.5', '.', 'Infinity', 'inf', 'nan', '1_0', '0b12', '0o17', '1e', '++1' ].map(length => [ null, length ]) ].map(([ te, cl ]) => {
  const headers = { 'content-type': 'text/html' };
  if (te !== null) headers['transfer-encoding'] = te;
  if (cl !== null) headers['content-length'] = cl;
  return { te, cl, answer: typeis({ headers }, [ 'html' ]) };
});
const typerVectors = mediaTypes.map(value => ({ value, media: outcome(() => { const m = typer.parse(value); return { ...m, parameters: Object.entries(m.parameters) }; }), content: outcome(() => { const c = contentType.parse(value); return { type: c.type, parameters: Object.entries(c.parameters) }; }) }));

// mime-types
const mimeInputs = [ ...Object.keys(mime.types), ...Object.keys(mime.types).slice(0, 30).map(e => '.' + e), ...mediaTypes, 'JSON', '.Html', 'a/b/x.png', 'x.tar.gz', '.', '..', 'a/..', 'a/.html', '/.html', 'x.', 'json ', 'a.b/c', 'a/b.html/', 'nope', 'text', 'text/', 'text/x-unknown', 'TEXT/X-Unknown', 'text/html; charset=gbk', 'application/json;x=1', 'text/css ;x', ' text/css', 'application/x-charset', 'constructor', 'bin', 'image/png', 'application/manifest+json', '__proto__x', 'é', 'É.HTML', 'text/html x' ];
const mimeVectors = [ ...new Set(mimeInputs) ].map(value => ({ value, lookup: mime.lookup(value), contentType: mime.contentType(value), charset: mime.charset(value), extension: mime.extension(value) }));
const extensionVectors = Object.keys(mime.extensions).map(value => ({ value, extension: mime.extension(value), charset: mime.charset(value) }));

// fresh
const dates = [ null, '', 'Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:38 GMT', 'junk', '1994-11-06', 'Sun, 6 Nov 1994 08:49:37 GMT' ];
const tags = [ null, '', '*', '"a"', 'W/"a"', '"b", W/"a"', '"b","c"', ' "a" , "b"', 'a', '"b"' ];
const freshVectors = [];
for (const since of dates) {
  for (const match of tags) {
    for (let i = 0; i < 3; i++) {
      const cache = pick([ null, null, '', 'no-cache', 'max-age=0', 'max-age=0, no-cache', 'no-cached', 'x,\tno-cache ,y', 'No-Cache' ]);
      const etag = pick([ null, '', '"a"', 'W/"a"', 'a' ]);
      const modified = pick(dates);
      const header = entries => Object.fromEntries(Object.entries(entries).filter(e => e[1] !== null));
      freshVectors.push({ since, match, cache, etag, modified, answer: fresh(header({ 'if-modified-since': since, 'if-none-match': match, 'cache-control': cache }), header({ etag, 'last-modified': modified })) });
    }
  }
}

// vary
const varyVectors = [];
for (const header of [ '', '*', 'Accept', 'accept, Origin', 'Accept,*', ' a ,  b c', 'A,,B' ]) {
  for (const field of [ '', '*', 'Accept', 'ACCEPT', 'Origin, Accept', 'x,*', 'bad name', 'a,', 'é', 'Foo , Bar', 'x, x' ]) varyVectors.push({ header, field, answer: outcome(() => vary.append(header, field)) });
  for (const field of [ [], [ 'Accept', 'X' ], [ 'a b' ], [ '' ], [ '*' ], [ 'x', 'X' ] ]) varyVectors.push({ header, field, answer: outcome(() => vary.append(header, field)) });
}

// content-disposition
const names = [ undefined, '', 'plan.pdf', 'a b.txt', '/x/y/plans.pdf', 'x/', '/', '«plans».pdf', '€ rates.pdf', 'naïve.txt', '你好.txt', '😀.png', 'a"b\\c.txt', '100%.txt', '%41.txt', 'a\tb', 'x\u0085y', "it's (1)*.txt", 'a!b~c.txt', 'dir\\file.txt', 'a;b=c,d@e' ];
const dispositionVectors = [];
for (const filename of names) {
  for (const options of [ {}, { type: 'inline' }, { type: 'INLINE' }, { type: 'bad type' }, { fallback: true }, { fallback: false }, { fallback: 'other.pdf' }, { fallback: 'x/€.pdf' }, { fallback: 'd/é.pdf' }, { fallback: '' }, { fallback: 'plan.pdf' } ]) {
    dispositionVectors.push({ filename: filename === undefined ? null : filename, options, answer: outcome(() => contentDisposition(filename, options)) });
  }
}

// statuses, http-errors
const statusVectors = Array.from({ length: 1000 }, (_, code) => code).map(code => {
  process.noDeprecation = true;
  const err = createError(code);
  return [ code, statuses[code] || null, !!statuses.empty[code], !!statuses.redirect[code], !!statuses.retry[code], require('http').STATUS_CODES[code] || null, err.status, err.name, err.message, err.expose ];
}).filter(([ code, known ]) => known || code % 100 < 2 || code % 100 === 55);

// encodeurl, escape-html
const urls = [ '', '/', '/a b', '/a%20b', '/100%', '/%zz', '/%%41', '/%4', '/%%', '/é', '/你好?x=😀', '/a[b]{c}|d^e`f', '/a"b<c>d', "/it's", '/a#b$c&d', '/a\\b', '/\u0000\u007f', 'http://x/%E4%BD', '~!@*()_+', ...Array.from({ length: 60 }, () => text('/%a4F é"<{\\^#$😀', 12)) ];
const escapeVectors = urls.concat([ '<script>"\'&', 'plain', '&amp;' ]).map(value => ({ value, url: encodeUrl(value), html: escapeHtml(value) }));

// parseurl, and koa's setters over it
const targets = [ '/', '/a', '/a?', '/a?b=1', '/a?b=1?c', '/a#h', '/a?b#h?c', '/a b?c d', '//a/b', '//a@b/c', '//a@b/c#x', '///a', '/a//b', '*', '?a=1', '#x', '/a?b=1#', '/a\\b?c\\d', '/a\\b#x\\y', '/é?ü', '/a%20b', '/{a}|b^`?\'"<>', '/{a}|b^`?\'"<> x', 'http://Example.com', 'http://example.com/', 'http://example.com:8080/A/b?c=d#e', 'HTTP://EX.com?x', 'https://a-b.c/x y', 'http://u:p@h/x', 'ftp://h/x', 'mailto:a@b', 'example.com:443', 'a/b', 'a?b', ' /a ', '/a ', '/a\t?b', '/a\u00a0b?c', 'http://h/a\\b?x=\\', 'http:///x', 'http://h:x/', 'http://h#f', '/a@b?c', '/a@b#c', '\\a?b#c', '/?#', '//', '/a?b=c&d=e%20f+g', 'http://[::1]/x', '/a#?b' ];
const parseVectors = targets.map(url => {
  const request = () => Object.assign(Object.create(koaRequest), { req: { url, headers: {} } });
  const set = change => { const r = request(); change(r); return r.req.url; };
  const parsed = parseurl({ url });
  return {
    url, plain: parsed.protocol === null || /^https?:$/.test(parsed.protocol), pathname: parsed.pathname === undefined ? null : parsed.pathname, search: parsed.search || null, query: parsed.query || '',
    path: set(r => { r.path = '/new?#p'; }), search2: set(r => { r.search = '?x=1#2'; }), search3: set(r => { r.querystring = 'x=1'; }), none: set(r => { r.querystring = ''; }),
  };
});

save(__filename, {
  accepts: acceptVectors, type_is: typeIsVectors, has_body: bodyVectors, media_types: typerVectors, mime: mimeVectors, extensions: extensionVectors, fresh: freshVectors,
  vary: varyVectors, content_disposition: dispositionVectors, statuses: statusVectors, escapes: escapeVectors, targets: parseVectors,
});
