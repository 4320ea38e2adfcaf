'use strict';

module.exports = {
  EggLoader: require('egg-core/lib/loader/egg_loader'),
  AppWorkerLoader: require('egg/lib/loader/app_worker_loader'),
  AgentWorkerLoader: require('egg/lib/loader/agent_worker_loader'),
};
