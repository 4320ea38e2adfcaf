'use strict';

/** `multipart/form-data`, written and read (RFC 7578, with the escapes of the HTML standard). */

const { Buffer } = require('buffer');

const CRLF = '\r\n';
const escapeName = (text) => text.replace(/\r\n?|\n/g, CRLF).replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
const escapeFile = (text) => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
const unescapeName = (text) => text.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');

/** `{ blob, type }` of a form: the bytes, and the content type with its boundary. */
function encode(form) {
  const { Blob } = require('buffer');
  const boundary = `----formdata-${String(Math.floor(Math.random() * 1e12)).padStart(12, '0')}`;
  const parts = [];
  for (const [name, value] of form) {
    let head = `--${boundary}${CRLF}Content-Disposition: form-data; name="${escapeName(name)}"`;
    if (typeof value === 'string') {
      parts.push(`${head}${CRLF}${CRLF}${value.replace(/\r\n?|\n/g, CRLF)}${CRLF}`);
    } else {
      head += `; filename="${escapeFile(value.name)}"${CRLF}Content-Type: ${value.type || 'application/octet-stream'}`;
      parts.push(`${head}${CRLF}${CRLF}`, value, CRLF);
    }
  }
  parts.push(`--${boundary}--${CRLF}`);
  return { blob: new Blob(parts), type: `multipart/form-data; boundary=${boundary}` };
}

function fail() {
  return new TypeError('Failed to parse body as FormData.');
}

/** The form in `bytes`; throws a TypeError for what is none. */
function decode(bytes, boundary) {
  const { File } = require('buffer');
  const { FormData } = require('internal/fetch/form_data');
  const form = new FormData();
  const delimiter = Buffer.from(`--${boundary}`);
  let at = bytes.indexOf(delimiter);
  if (at < 0) throw fail();
  for (;;) {
    at += delimiter.length;
    if (bytes.subarray(at, at + 2).toString('latin1') === '--') return form;
    if (bytes.subarray(at, at + 2).toString('latin1') !== CRLF) throw fail();
    const headEnd = bytes.indexOf(`${CRLF}${CRLF}`, at);
    if (headEnd < 0) throw fail();
    const head = bytes.subarray(at + 2, headEnd).toString('utf8');
    const end = bytes.indexOf(Buffer.concat([Buffer.from(CRLF), delimiter]), headEnd + 2);
    if (end < 0) throw fail();
    const body = bytes.subarray(headEnd + 4, Math.max(end, headEnd + 4));
    const disposition = /^content-disposition:[ \t]*form-data[ \t]*;(.*)$/im.exec(head);
    const name = disposition && /(?:^|[; \t])name="((?:[^"\\]|\\.)*)"/i.exec(disposition[1]);
    if (!name) throw fail();
    const filename = /(?:^|[; \t])filename="((?:[^"\\]|\\.)*)"/i.exec(disposition[1]);
    if (filename) {
      const type = /^content-type:[ \t]*(.*?)[ \t]*$/im.exec(head)?.[1] ?? 'text/plain';
      form.append(unescapeName(name[1]), new File([body], unescapeName(filename[1]), { type }));
    } else {
      form.append(unescapeName(name[1]), body.toString('utf8'));
    }
    at = end + 2;
  }
}

module.exports = { decode, encode };
