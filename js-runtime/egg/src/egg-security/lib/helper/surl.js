'use strict';

const ENTITIES = { '"': '&quot;', '<': '&lt;', '>': '&gt;', '\'': '&#x27;' };

/** A URL for an attribute: '' unless it is a path or of an allowed protocol. */
module.exports = function surl(url) {
  if (typeof url !== 'string') return url;
  const { security, env } = this.app.config;
  if (url[0] !== '/') {
    const [ scheme, rest ] = url.split('://', 2);
    const protocol = rest === undefined ? '' : scheme.toLowerCase();
    if (!security._protocolWhiteListSet.has(protocol)) {
      if (env === 'local') {
        this.ctx.coreLogger.warn('[egg-security:surl] url: %j, protocol: %j, '
          + 'protocol is empty or not in white list, convert to empty string', url, protocol);
      }
      return '';
    }
  }
  return url.replace(/["'<>]/g, character => ENTITIES[character]);
};
