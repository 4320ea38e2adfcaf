'use strict';

const assert = require('assert');
const patchRedirect = require('egg-security/lib/safe_redirect');
const preprocessConfig = require('egg-security/lib/preprocess_config');

const CSRF_TYPES = [ 'all', 'referer', 'ctoken', 'any' ];

module.exports = app => {
  const { config } = app;
  config.coreMiddleware.push('securities');
  const { csrf } = config.security;
  if (csrf?.enable) {
    if (csrf.ignoreJSON) {
      app.deprecate('[egg-security] `app.config.security.csrf.ignoreJSON` is not safe now, please disable it.');
    }
    assert(CSRF_TYPES.includes(csrf.type),
      `[egg-security] \`config.security.csrf.type\` must be one of ${CSRF_TYPES.join(', ')}`);
  }
  patchRedirect(app);
  preprocessConfig(config.security);
};
