'use strict';

/** What `require('egg-core')` gives to frameworks and plugins. */
module.exports = {
  EggCore: require('egg-core/lib/egg'),
  EggLoader: require('egg-core/lib/loader/egg_loader'),
  BaseContextClass: require('egg-core/lib/utils/base_context_class'),
  utils: require('egg-core/lib/utils'),
};
