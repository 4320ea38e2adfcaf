'use strict';

/** The path, or null when it would leave its directory. */
module.exports = function spath(file) {
  if (typeof file !== 'string') return file;
  let decoded = file;
  while (decoded.includes('%')) {
    try {
      decoded = decodeURIComponent(decoded);
    } catch {
      if (process.env.NODE_ENV !== 'production') {
        this.ctx.coreLogger.warn('[egg-security:helper:spath] : decode file path %s failed.', decoded);
      }
      break;
    }
  }
  return decoded.includes('..') || decoded[0] === '/' ? null : file;
};
