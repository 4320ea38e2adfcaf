'use strict';

/**
 * Middleware that answers files of `options.dir` (and `dirs`) below `options.prefix` (npm packages `egg-static` 2,
 * `koa-static-cache` 5 and `koa-range`).
 *
 * Native: `create(prefixes, folders)`, of which `layer(middleware)` answers files without JavaScript. The middleware is for requests
 * that JavaScript has seen already, for servers of the application's own, and for ranges of what is no file.
 */
const assert = require('assert');
const { Buffer } = require('buffer');
const fs = require('fs');
const path = require('path');

module.exports = (options, app) => {
  const folders = (options.dirs || []).concat(options.dir).map(folder => folderOf(folder, options));
  const prefixes = folders.map(({ prefix }) => prefix).filter(Boolean);
  for (const { dir, prefix } of folders) {
    if (!fs.existsSync(dir)) fs.mkdirSync(dir, { recursive: true });
    app.loggers.coreLogger.info('[egg-static] starting static serve %s -> %s', prefix, dir);
  }
  const files = native.create(prefixes, folders.map(nativeOptions));
  folders.forEach(({ preload, filter }, index) => {
    if (preload !== false) files.names(index).filter(filterOf(filter)).forEach(name => files.load(index, name));
  });

  return files.layer(function staticFiles(ctx, next) {
    const answerOrNext = async () => {
      const answer = [ 'GET', 'HEAD' ].includes(ctx.method) && files.find(ctx.method === 'HEAD', ctx.path, ctx.header);
      return answer ? send(ctx, answer) : next();
    };
    if (!prefixes.some(prefix => ctx.path.startsWith(prefix))) return answerOrNext();
    return require('internal/koa/range')(ctx, answerOrNext);
  });
};

function folderOf(folder, options) {
  const isObject = typeof folder === 'object' && folder !== null;
  assert(isObject || typeof folder === 'string', '`config.static.dir` must be `string | Array<string|object>`.');
  if (!isObject) return { ...options, dir: folder };
  assert(typeof folder.dir === 'string', '`config.static.dir` should contains `[].dir` property when object style.');
  return { ...options, ...folder };
}

function nativeOptions({ prefix, dir, alias, dynamic, maxFiles, buffer, gzip, usePrecompiledGzip, maxAge, cacheControl, files }) {
  if (files) throw new Error('config.static.files is not supported: what is known of files is kept natively');
  if (prefix && typeof prefix !== 'string') throw new TypeError('config.static.prefix must be a string');
  return {
    prefix: prefix || '',
    dir: path.normalize(dir).replace(/(?<=.)\/$/, ''),
    alias,
    dynamic: Boolean(dynamic),
    maxFiles: dynamic ? maxFiles : undefined,
    buffer: Boolean(buffer),
    gzip: Boolean(gzip),
    usePrecompiledGzip: Boolean(usePrecompiledGzip),
    cacheControl: cacheControl || `public, max-age=${maxAge || 0}`,
  };
}

/** Which files are loaded at the start: those of a list, those for which a function says so, or all. */
function filterOf(filter) {
  if (Array.isArray(filter)) return name => filter.includes(name);
  return typeof filter === 'function' ? filter : () => true;
}

/** Answers with what the native side has found. */
function send(ctx, { status, varies, headers, length, bytes, isKept, path: file, isPacked }) {
  ctx.status = status;
  if (varies) ctx.vary('Accept-Encoding');
  for (const [ name, value ] of headers) ctx.set(name, value);
  if (bytes) {
    const content = Buffer.from(bytes.buffer);
    // Middleware outside finds a stream where koa-static-cache would have made one.
    ctx.body = isKept ? content : require('stream').Readable.from([ content ], { objectMode: false });
  } else if (file) {
    const stream = fs.createReadStream(file);
    ctx.body = isPacked ? stream.pipe(require('zlib').createGzip()) : stream;
  }
  if (length !== undefined) ctx.length = length;
}
