'use strict';

// What a request of the HTTP client sends: `data`, `content`, `files` or `stream`, as bytes, query string or stream, with the headers that
// go with it.

const path = require('path');
const querystring = require('querystring');
const { PassThrough } = require('stream');

/** `a[b]=1&a[c][0]=2`: nested values of `nestedQuerystring`. */
function nested(value, prefix, parts = []) {
  for (const key of Object.keys(value)) {
    const name = prefix === undefined ? key : `${prefix}[${key}]`;
    const item = value[key];
    if (item !== null && typeof item === 'object') nested(item, name, parts);
    else if (item !== undefined) parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(item ?? '')}`);
  }
  return parts.join('&');
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

/** A multipart form of `data`'s fields and the files: buffers, streams and paths. One without streams has a known length. */
function upload(args, options) {
  if (options.method === 'GET' || options.method === 'HEAD') options.method = 'POST';
  const boundary = `--------------------------${require('crypto').randomBytes(12).toString('hex')}`;
  options.headers['content-type'] = `multipart/form-data; boundary=${boundary}`;
  const all = fileList(args.files).map(([name, file], index) => [name, file, index]);
  // What is there already goes before what has to be read.
  const files = [...all.filter(([, file]) => Buffer.isBuffer(file)), ...all.filter(([, file]) => !Buffer.isBuffer(file))];
  if (files.every(([, file]) => Buffer.isBuffer(file))) {
    const chunks = [Buffer.from(fieldParts(args.data, boundary))];
    files.forEach(([name, file, index]) => chunks.push(Buffer.from(partHead(name, file, index, boundary)), file, Buffer.from('\r\n')));
    chunks.push(Buffer.from(`--${boundary}--\r\n`));
    const body = Buffer.concat(chunks);
    options.headers['content-length'] = String(body.length);
    return { body };
  }
  const stream = new PassThrough();
  send(stream, boundary, args.data, files).then(() => stream.end(), (error) => stream.destroy(error));
  return { stream };
}

function fieldParts(data, boundary) {
  return Object.keys(data || {})
    .map((name) => `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"\r\n\r\n${data[name]}\r\n`).join('');
}

function partHead(name, file, index, boundary) {
  const filename = fileName(file, index);
  const type = typeOf(filename);
  return `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"; filename="${escape(filename)}"\r\n` +
    `${type ? `Content-Type: ${type}\r\n` : ''}\r\n`;
}

async function send(stream, boundary, data, files) {
  stream.write(fieldParts(data, boundary));
  for (const [name, file, index] of files) {
    stream.write(partHead(name, file, index, boundary));
    if (Buffer.isBuffer(file)) {
      stream.write(file);
    } else {
      const source = typeof file === 'string' ? require('fs').createReadStream(file) : file;
      for await (const chunk of source) {
        if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve));
      }
    }
    stream.write('\r\n');
  }
  stream.write(`--${boundary}--\r\n`);
}

function fileList(files) {
  if (Array.isArray(files)) return files.map((file, index) => [`file${index === 0 ? '' : index}`, file]);
  if (Buffer.isBuffer(files) || typeof files.pipe === 'function' || typeof files === 'string') return [['file', files]];
  return Object.entries(files);
}

function fileName(file, index) {
  if (Buffer.isBuffer(file)) return `bufferfile${index}`;
  return path.basename(String((typeof file === 'string' ? file : file.path) || `streamfile${index}`));
}

function escape(text) {
  return String(text).replace(/"/g, '%22').replace(/\r?\n/g, '%0D%0A');
}

/** Of the endings that are uploaded most; a part of any other has no type. */
const TYPES = {
  css: 'text/css', csv: 'text/csv', gif: 'image/gif', gz: 'application/gzip', html: 'text/html', jpeg: 'image/jpeg', jpg: 'image/jpeg',
  js: 'application/javascript', json: 'application/json', md: 'text/markdown', mp3: 'audio/mpeg', mp4: 'video/mp4', pdf: 'application/pdf',
  png: 'image/png', svg: 'image/svg+xml', tar: 'application/x-tar', txt: 'text/plain', wasm: 'application/wasm', webp: 'image/webp',
  xml: 'application/xml', zip: 'application/zip',
};

function typeOf(filename) {
  return TYPES[path.extname(filename).slice(1).toLowerCase()];
}

module.exports = { prepare };
