'use strict';

/** What `require('egg')` gives. */
const BaseContextClass = require('egg/lib/core/base_context_class');

module.exports = {
  startCluster: require('internal/egg/start_cluster'),
  start: require('egg/lib/start'),
  Application: require('egg/lib/application'),
  Agent: require('egg/lib/agent'),
  AppWorkerLoader: require('egg/lib/loader/app_worker_loader'),
  AgentWorkerLoader: require('egg/lib/loader/agent_worker_loader'),
  // One class under four names.
  Controller: BaseContextClass,
  Service: BaseContextClass,
  Subscription: BaseContextClass,
  BaseContextClass,
  Boot: require('egg/lib/core/base_hook_class'),
};
