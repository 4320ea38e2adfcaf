'use strict';

const { Writable } = require('stream');
const MultipartParser = require('egg-multipart/lib/multipart_parser');

const LIMITS = { parts: 'Request_parts_limit', files: 'Request_files_limit', fields: 'Request_fields_limit' };

/**
 * Starts reading a request's form. `parts()` resolves to the next part: `[name, value, nameTruncated, valueTruncated]`, a file
 * stream, or undefined at the end, where it rejects if a part was refused. With `autoFields` fields are collected in
 * `parts.field` and `parts.fields` instead.
 *
 * Options: `limits`, `autoFields`, `defCharset`, `defParamCharset`, `checkField(name, value, nameTruncated, valueTruncated)`
 * and `checkFile(name, stream, filename, encoding, mimeType)`, which return an error to refuse.
 */
module.exports = function readParts(request, options) {
  const parser = new MultipartParser({
    boundary: boundaryOf(request.headers['content-type']),
    limits: options.limits,
    charset: options.defCharset,
    parameterCharset: options.defParamCharset,
  });
  const channel = new Channel();
  const parts = () => channel.take();
  if (options.autoFields) Object.assign(parts, { field: {}, fields: [] });
  let refusal;
  const refuse = error => {
    refusal = error;
  };

  parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
    const field = [ name, value, nameTruncated, valueTruncated ];
    const error = options.checkField?.(...field);
    if (error) refuse(error);
    else if (options.autoFields) collect(parts, field);
    else channel.put(field);
  });
  parser.on('file', (name, stream, { filename, encoding, mimeType }) => {
    stream.on('error', refuse);
    const error = options.checkFile?.(name, stream, filename, encoding, mimeType);
    if (error) {
      stream.resume();
      refuse(error);
      return;
    }
    Object.assign(stream, {
      fieldname: name, filename, encoding, transferEncoding: encoding, mime: mimeType, mimeType,
    });
    channel.put(stream);
  });
  for (const [ kind, code ] of Object.entries(LIMITS)) {
    parser.on(`${kind}Limit`, () => refuse(Object.assign(new Error(`Reach ${kind} limit`), { code, status: 413 })));
  }
  parser.on('finish', () => channel.end(refusal));
  parser.on('error', error => {
    // A body that stops early is a form with fewer parts.
    channel.end(refusal ?? (error.message === 'Unexpected end of form' ? undefined : error));
    request.unpipe(parser);
    request.pipe(new Writable({ write: (chunk, encoding, callback) => callback() }));
  });
  // A pipe does not tell that its source broke off; whoever saves the file has to know.
  request.once('aborted', () => {
    parser.destroy(Object.assign(new Error('request aborted'), { code: 'ECONNABORTED', status: 400 }));
  });
  inflate(request).pipe(parser);
  return parts;
};

function boundaryOf(contentType) {
  const [ type ] = contentType.split(';', 1);
  if (type.trim().toLowerCase() !== 'multipart/form-data') throw new Error(`Unsupported content type: ${contentType}`);
  const [ , quoted, plain ] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  if (!quoted && !plain) throw new Error('Multipart: Boundary not found');
  return quoted ?? plain;
}

function inflate(request) {
  const encoding = request.headers['content-encoding'] || 'identity';
  if (encoding === 'identity') return request;
  const zlib = require('zlib');
  const stream = { gzip: zlib.createGunzip, deflate: zlib.createInflate, br: zlib.createBrotliDecompress }[encoding]?.();
  if (!stream) throw Object.assign(new Error(`Unsupported Content-Encoding: ${encoding}`), { status: 415 });
  return request.pipe(stream);
}

/** Under its name, several as an array; a name like `toString` stays what it is. */
function collect(parts, field) {
  const [ name, value ] = field;
  parts.fields.push(field);
  if (Object.getOwnPropertyDescriptor(Object.prototype, name)) return;
  const present = parts.field[name];
  if (present === undefined || present === null) parts.field[name] = value;
  else if (Array.isArray(present)) present.push(value);
  else parts.field[name] = [ present, value ];
}

/** Parts that wait for a taker, or takers that wait for a part. */
class Channel {
  #items = [];
  #takers = [];
  #ended;

  put(item) {
    const taker = this.#takers.shift();
    if (taker) taker.resolve(item);
    else this.#items.push(item);
  }

  end(error) {
    if (this.#ended) return;
    this.#ended = { error };
    for (const taker of this.#takers.splice(0)) this.#finish(taker);
  }

  take() {
    return new Promise((resolve, reject) => {
      if (this.#items.length > 0) resolve(this.#items.shift());
      else if (this.#ended) this.#finish({ resolve, reject });
      else this.#takers.push({ resolve, reject });
    });
  }

  #finish({ resolve, reject }) {
    const { error } = this.#ended;
    if (error) reject(error);
    else resolve(undefined);
  }
}
