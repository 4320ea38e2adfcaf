'use strict';

// Writes js-runtime/koa/src/negotiate/mime_table.rs: what mime-types 2.1.35 answers from mime-db 1.52.0.
// It is a table of facts (media types registered with IANA, Apache and nginx), so it is made, not written.

const fs = require('fs');
const path = require('path');
const { load } = require('./golden');
const mime = load('mime-types');

const text = value => JSON.stringify(value);
const compare = (a, b) => (a[0] < b[0] ? -1 : 1);

const extensions = Object.keys(mime.types).map(ext => [ ext, mime.contentType(ext) ]).sort(compare);
const db = require(require.resolve('mime-db', { paths: [ path.dirname(path.join(path.resolve(process.argv[2]), 'mime-types/index.js')) ] }));
const types = Object.keys(db)
  .map(type => [ type, mime.extension(type) || '', db[type].charset || '' ])
  .filter(([ , extension, charset ]) => extension || charset)
  .sort(compare);

// What compressible 2.0 says beyond its pattern; a type that it takes out of the pattern would need another shape of table.
const COMPRESSIBLE = /^text\/|\+(?:json|text|xml)$/;
const compressible = Object.keys(db).filter(type => db[type].compressible && !COMPRESSIBLE.test(type)).sort();
if (Object.keys(db).some(type => db[type].compressible === false && COMPRESSIBLE.test(type))) throw new Error('a type that stays as it is');

const lines = [
  '//! Media types by file extension and back: the answers of mime-types 2.1.35 with mime-db 1.52.0.',
  '//!',
  '//! Made by tests/golden/mime_table.js; not edited by hand.',
  '',
  '/// File extension and `contentType(extension)`, sorted by extension.',
  '#[rustfmt::skip]',
  `pub(super) static EXTENSIONS: [(&str, &str); ${extensions.length}] = [`,
  ...extensions.map(([ ext, type ]) => `    (${text(ext)}, ${text(type)}),`),
  '];',
  '',
  '/// Media type, its preferred extension and its default charset (empty where there is none), sorted by type.',
  '#[rustfmt::skip]',
  `pub(super) static TYPES: [(&str, &str, &str); ${types.length}] = [`,
  ...types.map(([ type, ext, charset ]) => `    (${text(type)}, ${text(ext)}, ${text(charset)}),`),
  '];',
  '',
  '/// Media types worth compressing that are neither text nor end in `+json`, `+text` or `+xml`, sorted.',
  '#[rustfmt::skip]',
  `pub(super) static COMPRESSIBLE: [&str; ${compressible.length}] = [`,
  ...compressible.map(type => `    ${text(type)},`),
  '];',
  '',
];
fs.writeFileSync(path.join(__dirname, '../../src/negotiate/mime_table.rs'), lines.join('\n'));
