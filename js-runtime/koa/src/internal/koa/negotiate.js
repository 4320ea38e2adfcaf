'use strict';

/**
 * The small packages that koa is made of, as functions.
 *
 * Native: `accepts(kind, header, offered)`, `charsetOf`, `contentDisposition(filename, type, fallback)`, `contentType`,
 * `encodeUrl`, `escapeHtml`, `formatTarget(parts)`, `fresh(...)`, `httpError(status)`, `isEmptyStatus`, `isRedirectStatus`,
 * `mimeType(name)`, `parseTarget(url)`, `requestIs(transferEncoding, contentLength, contentType, types)`, `statusText`, `typeIs(type, types)`,
 * `vary(header, fields)`.
 */
exports.accepts = (kind, header, offered) => native.accepts(kind, header, offered);
exports.charsetOf = native.charsetOf;
exports.contentType = type => (typeof type === 'string' && type ? native.contentType(type) : undefined);
exports.encodeUrl = text => native.encodeUrl(String(text));
exports.escapeHtml = text => native.escapeHtml(String(text));
exports.formatTarget = native.formatTarget;
exports.httpError = native.httpError;
exports.isEmptyStatus = native.isEmptyStatus;
exports.isRedirectStatus = native.isRedirectStatus;
/** The media type of a file's name, without parameters; undefined for an ending that is not known. */
exports.mimeType = native.mimeType;
exports.statusText = native.statusText;
exports.typeIs = native.typeIs;
exports.vary = native.vary;

exports.contentDisposition = (filename, { type, fallback } = {}) => native.contentDisposition(filename, type, fallback);

exports.fresh = (request, response) => native.fresh(
  request['if-modified-since'], request['if-none-match'], request['cache-control'],
  response.etag, response['last-modified']);

/** `{ origin, pathname, search, hash }`, null where absent. */
exports.parseTarget = target => native.parseTarget(target) ?? byNode(target);

exports.requestIs = (headers, types) => native.requestIs(
  headers['transfer-encoding'], headers['content-length'], headers['content-type'], types);

/** Targets with a user or an unusual host: rare, and Node's old parser decides what they mean. */
function byNode(target) {
  const { protocol, slashes, auth, host, pathname, search, hash } = require('url').parse(target);
  const authority = host ? `${auth ? `${auth}@` : ''}${host}` : '';
  return { origin: protocol ? `${protocol}${slashes ? '//' : ''}${authority}` : authority, pathname, search, hash };
}
