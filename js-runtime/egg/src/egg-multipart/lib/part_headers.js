'use strict';

const path = require('path');
const decodeText = require('egg-multipart/lib/decode_text');

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const FIELD = new RegExp(`^(${TOKEN}):[ \\t]*([\\t\\x20-\\x7e\\x80-\\uffff]*)$`);
const TYPE = new RegExp(`^${TOKEN}/${TOKEN}$`);
const PARAMETER = new RegExp(
  `[ \\t]*;[ \\t]*(${TOKEN})=(?:"((?:[^"\\\\\\x00-\\x08\\x0a-\\x1f\\x7f]|\\\\[^])*)"|([^\\s;"(),/:<=>?@[\\\\\\]{}]+))`, 'y');

/**
 * What a part's headers say: whether it `isForm` data; `name` and `filename` (the last segment of a path), undefined where absent; `encoding` (7bit),
 * `mimeType` (text/plain) and `charset`. Of what is there twice the first counts. Throws for lines that are no headers, as the npm package
 * busboy does.
 */
module.exports = function parsePartHeaders(bytes, charset) {
  const headers = new Map();
  for (const [ name, value ] of fieldsOf(decodeText(bytes, charset))) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const disposition = parse(headers.get('content-disposition') ?? '');
  const type = parse(headers.get('content-type') ?? '');
  const isForm = disposition?.value === 'form-data';
  const said = isForm ? disposition.parameters : new Map();
  // A field of files where none was chosen has an empty name.
  const filename = said.get('filename*') || said.get('filename') || undefined;
  const isType = type !== undefined && TYPE.test(type.value);
  return {
    isForm,
    name: said.get('name') || undefined,
    filename: filename === undefined ? undefined : path.win32.basename(filename),
    encoding: headers.get('content-transfer-encoding')?.toLowerCase() ?? '7bit',
    mimeType: isType ? type.value : 'text/plain',
    charset: isType ? type.parameters.get('charset') : undefined,
  };
};

/** Names in lower case and values; a line that begins with a space goes on with the one before. */
function fieldsOf(text) {
  // The line break ends the boundary's line.
  return text.replace(/^\r\n/, '').replace(/\r\n[ \t]+/g, '').split('\r\n').map(line => {
    const [ , name, value ] = FIELD.exec(line) ?? [];
    if (name === undefined) throw new Error('Malformed part header');
    return [ name.toLowerCase(), value ];
  });
}

/** `value; name=text; ...`; undefined where that is not what stands there. */
function parse(text) {
  const [ value ] = /^[^;\s]*/.exec(text);
  const parameters = new Map();
  PARAMETER.lastIndex = value.length;
  let end = value.length;
  for (let match = PARAMETER.exec(text); match; match = PARAMETER.exec(text)) {
    const [ , name, quoted, plain ] = match;
    const key = name.toLowerCase();
    const said = quoted === undefined ? plain : unescape(quoted);
    if (!parameters.has(key)) parameters.set(key, key.endsWith('*') ? decodeExtended(said) : said);
    end = PARAMETER.lastIndex;
  }
  return /[^ \t]/.test(text.slice(end)) ? undefined : { value: value.toLowerCase(), parameters };
}

/** Browsers escape quotes with a backslash and send the others of Windows paths as they are. */
function unescape(quoted) {
  return quoted.replace(/\\(["\\])/g, '$1');
}

/** `UTF-8''a%20b`. */
function decodeExtended(value) {
  const [ charset, , encoded ] = value.split('\'', 3);
  if (encoded === undefined) return value;
  const { Buffer } = require('buffer');
  const bytes = encoded.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeText(Buffer.from(bytes, 'latin1'), charset);
}
