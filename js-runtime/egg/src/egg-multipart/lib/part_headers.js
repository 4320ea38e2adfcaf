'use strict';

const path = require('path');
const decodeText = require('egg-multipart/lib/decode_text');

const PARAMETER = /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;

/**
 * What a part's headers say: whether it `isForm` data; `name` and `filename` (the last segment of a path), undefined where absent; `encoding` (7bit),
 * `mimeType` (text/plain) and `charset`.
 */
module.exports = function parsePartHeaders(bytes, charset) {
  const headers = new Map(decodeText(bytes, charset).split('\r\n')
    .map(line => /^([^:\s]+)\s*:\s*(.*)$/s.exec(line))
    .filter(Boolean)
    .map(([ , name, value ]) => [ name.toLowerCase(), value ]));
  const disposition = parse(headers.get('content-disposition') ?? '');
  const type = parse(headers.get('content-type') ?? '');
  const isForm = disposition.value.toLowerCase() === 'form-data';
  // A field of files where none was chosen has an empty name.
  const filename = disposition.parameters.get('filename*') || disposition.parameters.get('filename') || undefined;
  return {
    isForm,
    name: disposition.parameters.get('name') || undefined,
    filename: filename === undefined ? undefined : path.win32.basename(filename),
    encoding: headers.get('content-transfer-encoding')?.toLowerCase() ?? '7bit',
    mimeType: type.value.toLowerCase() || 'text/plain',
    charset: type.parameters.get('charset'),
  };
};

function parse(text) {
  const parameters = new Map();
  for (const [ , name, quoted, plain ] of text.matchAll(PARAMETER)) {
    const value = quoted === undefined ? plain.trim() : unescape(quoted);
    const key = name.toLowerCase();
    parameters.set(key, key.endsWith('*') ? decodeExtended(value) : value);
  }
  return { value: text.split(';', 1)[0].trim(), parameters };
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
