'use strict';

// What a request of the newer HTTP client sends: `files`, `content`, `stream` or `data`, with the headers that go with it.

const path = require('path');
const querystring = require('querystring');
const { Readable } = require('stream');
const { nested } = require('internal/egg/http_client/body');
const { encode, fieldsOf, fileParts, newBoundary } = require('internal/egg/http_client/multipart');

/** Whether something can be read like a stream, of whatever library it is. */
function isReadable(value) {
  return value !== null && typeof value === 'object' && typeof value.pipe === 'function' && value.readable !== false;
}

const isRaw = (value) => typeof value === 'string' || Buffer.isBuffer(value) || isReadable(value);

/**
 * Fills in `request` (method, url, headers). Gives `{ body, isStream }`: text, bytes or a stream, or undefined; `isStream`: the body can be
 * sent only once.
 */
function prepare(args, request) {
  const hasNoBody = request.method === 'GET' || request.method === 'HEAD';
  if (args.stream && !args.content) {
    if (isReadable(args.stream) && !(args.stream instanceof Readable)) args.stream = new Readable().wrap(args.stream);
    args.content = args.stream;
  }
  if (args.files) return upload(args, request, hasNoBody);
  if (args.content) return hasNoBody ? {} : ofContent(args, request);
  if (!args.data) return {};
  if (isRaw(args.data)) return hasNoBody ? {} : { body: args.data, isStream: isReadable(args.data) };
  if (hasNoBody) {
    const { href } = request.url;
    const query = args.nestedQuerystring ? nested(args.data) : querystring.stringify(args.data);
    request.url = new URL(`${href}${href.includes('?') ? '&' : '?'}${query}`);
    return {};
  }
  return { body: ofData(args, request.headers) };
}

function ofContent({ content, contentType }, { headers }) {
  if (contentType) headers['content-type'] = contentType;
  else if (typeof content === 'string') headers['content-type'] ||= 'text/plain;charset=UTF-8';
  return { body: content, isStream: isReadable(content) };
}

function ofData({ contentType, data, nestedQuerystring }, headers) {
  if (contentType === 'json' || contentType === 'application/json' || headers['content-type']?.startsWith('application/json')) {
    headers['content-type'] ||= 'application/json';
    return JSON.stringify(data);
  }
  headers['content-type'] = 'application/x-www-form-urlencoded;charset=UTF-8';
  return nestedQuerystring ? nested(data) : new URLSearchParams(data).toString();
}

function upload(args, request, hasNoBody) {
  if (hasNoBody) request.method = 'POST';
  const boundary = newBoundary();
  request.headers['content-type'] = `multipart/form-data; boundary=${boundary}`;
  const fields = Object.keys(args.data || {}).map((name) => ({ name, content: args.data[name] }));
  const byField = isNamed(args.files);
  const files = fileParts(args.files, (file, index, field) => {
    const own = byField ? field : undefined;
    if (Buffer.isBuffer(file)) return own || `bufferfile${index}`;
    return (file.path && path.basename(file.path)) || own || `streamfile${index}`;
  });
  for (const file of files) file.type ||= 'application/octet-stream';
  const form = encode([...fields, ...files], boundary);
  // urllib sends a form in chunks, also where its length is known. A path can be read again, a stream cannot.
  return { body: form.stream ?? Readable.from([form.body]), isStream: fieldsOf(args.files).some(([, file]) => isReadable(file)) };
}

function isNamed(files) {
  return !Array.isArray(files) && !isRaw(files);
}

module.exports = { isReadable, prepare };
