'use strict';

const assert = require('assert');
const path = require('path');
const parseBytes = require('internal/egg/bytes');

/** File name extensions that uploads may have unless the configuration says otherwise. */
const WHITELIST = new Set([
  '.jpg', '.jpeg', '.png', '.gif', '.bmp', '.wbmp', '.webp', '.tif', '.psd',
  '.svg', '.js', '.jsx', '.json', '.css', '.less', '.html', '.htm', '.xml',
  '.zip', '.gz', '.tgz', '.gzip',
  '.mp3', '.mp4', '.avi',
]);

/** Checks `config.multipart` in place: sizes as numbers, extensions in lower case, `checkFile(field, stream, name)`. */
module.exports = function normalizeOptions(options) {
  for (const size of [ 'fileSize', 'fieldSize', 'fieldNameSize' ]) options[size] = parseBytes(options[size]);

  options.mode = options.mode || 'stream';
  assert([ 'stream', 'file' ].includes(options.mode), `Expect mode to be 'stream' or 'file', but got '${options.mode}'`);
  if (options.mode === 'file') {
    assert(!options.fileModeMatch, '`fileModeMatch` options only work on stream mode, please remove it');
  }
  if (Array.isArray(options.whitelist)) options.whitelist = options.whitelist.map(extension => extension.toLowerCase());
  if (Array.isArray(options.fileExtensions)) options.fileExtensions = options.fileExtensions.map(withDot);
  options.checkFile = (field, stream, name) => (stream && name ? refusal(options, name) : null);
  return options;
};

/** The error that refuses a file name, or undefined. */
function refusal(options, name) {
  try {
    if (isAllowed(options, name)) return undefined;
    return Object.assign(new Error(`Invalid filename: ${name}`), { status: 400 });
  } catch (error) {
    return Object.assign(error, { status: 400 });
  }
}

function isAllowed({ whitelist, fileExtensions }, name) {
  if (typeof whitelist === 'function') return whitelist(name);
  const extension = path.extname(name).toLowerCase();
  if (Array.isArray(whitelist)) return whitelist.includes(extension);
  return WHITELIST.has(extension) || fileExtensions.includes(extension);
}

function withDot(extension) {
  const lower = extension.toLowerCase();
  return lower === '' || lower.startsWith('.') ? lower : `.${lower}`;
}
