'use strict';

const preprocessConfig = require('egg-security/lib/preprocess_config');

module.exports = agent => {
  preprocessConfig(agent.config.security);
};
