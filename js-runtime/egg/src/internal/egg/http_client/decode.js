'use strict';

// What a response's body is to the caller of the HTTP client: unpacked, as text of its charset, as JSON.

const zlib = require('zlib');

/** `callback(error, body, encoding)`: encoding is set when the body still is in one. */
function unpack(body, headers, callback) {
  const encoding = headers['content-encoding'];
  if (body.length === 0 || !encoding) {
    callback(null, body, encoding);
    return;
  }
  switch (encoding.toLowerCase()) {
    case 'gzip':
    case 'deflate':
      zlib.unzip(body, (error, data) => {
        if (error && error.name === 'Error') error.name = 'UnzipError';
        callback(error, data);
      });
      break;
    default:
      callback(null, body, encoding);
  }
}

/** The text of a body by its content type; throws for a charset that is not known. */
function toText(body, headers) {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] || '')?.[1] ?? 'utf-8';
  return Buffer.isEncoding(charset) ? body.toString(charset) : new TextDecoder(charset).decode(body);
}

const ESCAPES = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeControl(text) {
  return text.replace(/[\u0000-\u001f\\]/g, (char) => ESCAPES[char] || `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `fix`: true escapes control characters first, a function mends the text. Throws JSONResponseFormatError. */
function toJson(text, fix) {
  if (typeof fix === 'function') text = fix(text);
  else if (fix) text = escapeControl(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error.name === 'SyntaxError') error.name = 'JSONResponseFormatError';
    const shown = text.length > 1024 ?
      `${JSON.stringify(text.slice(0, 512))} ...skip... ${JSON.stringify(text.slice(-512))}` : JSON.stringify(text);
    error.message += ` (data json format: ${shown})`;
    throw error;
  }
}

module.exports = { toJson, toText, unpack };
