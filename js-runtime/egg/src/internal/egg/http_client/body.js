'use strict';

// What a request of the HTTP client sends: `data`, `content`, `files` or `stream`, as bytes, query string or stream, with the headers that
// go with it.

const path = require('path');
const querystring = require('querystring');
const { encode, fileParts, newBoundary } = require('internal/egg/http_client/multipart');

/** `a[b]=1&a[c][0]=2`: nested values of `nestedQuerystring`. */
function nested(value, prefix, parts = []) {
  for (const key of Object.keys(value)) {
    const name = prefix === undefined ? key : `${prefix}[${key}]`;
    const item = value[key] instanceof Date ? value[key].toISOString() : value[key];
    if (item !== null && typeof item === 'object') nested(item, name, parts);
    else if (item !== undefined) parts.push(`${percentEncoded(name)}=${percentEncoded(item ?? '')}`);
  }
  return parts.join('&');
}

/** As RFC 3986 has it: encodeURIComponent leaves five of its reserved characters alone. */
function percentEncoded(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function form(data, args) {
  return args.nestedQuerystring ? nested(data) : querystring.stringify(data);
}

/** Fills in `options` (method, path, headers). Gives `{ body, stream }`, of which at most one is set. */
function prepare(args, options, hasQuery) {
  if (args.files) return upload(args, options);
  const asQuery = options.method === 'GET' || options.method === 'HEAD' || args.dataAsQueryString;
  let body = args.content || args.data;
  if (!args.content && body && typeof body !== 'string' && !Buffer.isBuffer(body)) {
    if (asQuery) {
      body = form(body, args);
    } else {
      options.headers['content-type'] ||= args.contentType === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
      const [type] = String(options.headers['content-type']).split(';');
      body = type.trim().toLowerCase() === 'application/json' ? JSON.stringify(body) : form(body, args);
    }
  }
  if (!body) return { stream: args.stream };
  if (asQuery) {
    options.path += (hasQuery ? '&' : '?') + body;
    return { stream: args.stream };
  }
  options.headers['content-length'] = String(Buffer.byteLength(body));
  return { body, stream: args.stream };
}

/** A multipart form of `data`'s fields and the files: bytes, streams and paths. One without streams has a known length. */
function upload(args, options) {
  if (options.method === 'GET' || options.method === 'HEAD') options.method = 'POST';
  const boundary = newBoundary();
  options.headers['content-type'] = `multipart/form-data; boundary=${boundary}`;
  const fields = Object.keys(args.data || {}).map((name) => ({ name, content: args.data[name] }));
  const files = fileParts(args.files, (file, index) => {
    if (Buffer.isBuffer(file)) return `bufferfile${index}`;
    return path.basename(file.path || `streamfile${index}`);
  });
  // What is there already goes before what has to be read.
  const isThere = ({ content }) => Buffer.isBuffer(content);
  const form = encode([...fields, ...files.filter(isThere), ...files.filter((file) => !isThere(file))], boundary);
  if (form.body) options.headers['content-length'] = String(form.body.length);
  return form;
}

module.exports = { nested, prepare };
