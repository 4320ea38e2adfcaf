'use strict';

/**
 * Middleware that answers files of `options.dir` (or `dirs`) below `options.prefix` (npm packages `egg-static` 2 and
 * `koa-static-cache` 5): GET and HEAD, last-modified and content-md5 aside, `cache-control` by `maxAge`, no path out of the
 * directory. `dynamic`: files that appear later are found; `buffer`: small ones are kept in memory.
 *
 * Native: `prefixed(name, prefixes, middleware)` lets requests pass that are for none of the prefixes.
 */
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const negotiate = require('internal/koa/negotiate');

const LARGEST_BUFFERED = 1024 * 1024;

module.exports = (options, app) => {
  const folders = [ ...options.dirs ?? [], options.dir ].flat().map(folder => folderOf(folder, options));
  for (const { dir, prefix } of folders) {
    if (!fs.existsSync(dir)) fs.mkdirSync(dir, { recursive: true });
    app.loggers.coreLogger.info('[egg-static] starting static serve %s -> %s', prefix, dir);
  }

  return native.prefixed('static', folders.map(({ prefix }) => prefix), function staticFiles(ctx, next) {
    if (ctx.method !== 'HEAD' && ctx.method !== 'GET') return next();
    for (const folder of folders) {
      const file = ctx.path.startsWith(folder.prefix) ? find(folder, ctx.path) : undefined;
      if (file) return answer(ctx, folder, file);
    }
    return next();
  });
};

function folderOf(folder, options) {
  const isObject = typeof folder === 'object' && folder !== null;
  if (!isObject && typeof folder !== 'string') {
    throw new Error('`config.static.dir` must be `string | Array<string|object>`.');
  }
  if (isObject && typeof folder.dir !== 'string') {
    throw new Error('`config.static.dir` should contains `[].dir` property when object style.');
  }
  const settings = { ...options, ...(isObject ? folder : { dir: folder }) };
  return { ...settings, dir: path.normalize(settings.dir), prefix: settings.prefix || '/', known: new Map() };
}

/** `{ path, size, mtime }` of an existing file, or undefined. */
function find({ dir, prefix, alias, filter }, requested) {
  const decoded = safeDecode(path.normalize(safeDecode(requested)));
  const name = alias?.[decoded] ?? decoded;
  if (!name.startsWith(prefix)) return undefined;
  const relative = name.slice(prefix.length).replace(/^\/+/, '');
  const file = path.normalize(path.join(dir, relative));
  // Hidden files are not for everybody, and `..` must not lead out.
  if (path.basename(file)[0] === '.' || !file.startsWith(dir)) return undefined;
  if (filter && !(Array.isArray(filter) ? filter.includes(relative) : filter(relative))) return undefined;
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? { path: file, size: stat.size, mtime: stat.mtime } : undefined;
}

async function answer(ctx, folder, file) {
  ctx.status = 200;
  ctx.vary('Accept-Encoding');
  ctx.response.lastModified = file.mtime;
  const type = negotiate.contentType(path.extname(file.path)) ?? 'application/octet-stream';
  ctx.type = type;
  ctx.length = file.size;
  ctx.set('cache-control', folder.cacheControl ?? `public, max-age=${folder.maxAge ?? 0}`);
  const content = folder.buffer && file.size <= LARGEST_BUFFERED ? buffered(folder, file) : undefined;
  if (content) ctx.set('content-md5', content.md5);
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  if (ctx.method === 'HEAD') return;
  ctx.body = content ? content.bytes : fs.createReadStream(file.path);
  // A stream makes its length unknown.
  ctx.length = file.size;
  ctx.type = type;
}

function buffered({ known }, { path: file, mtime }) {
  const kept = known.get(file);
  if (kept?.time === mtime.getTime()) return kept;
  const bytes = fs.readFileSync(file);
  const md5 = crypto.createHash('md5').update(bytes).digest('base64');
  const content = { bytes, md5, time: mtime.getTime() };
  known.set(file, content);
  return content;
}

function safeDecode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
