'use strict';

const framework = require('internal/egg/framework');

/**
 * Starts agent and application in this process and resolves to the application once it is ready.
 * `options`: as Application's, and `framework` (a path or package; default: package.json's `egg.framework`, else egg).
 */
module.exports = async function start(options = {}) {
  options.baseDir = options.baseDir || process.cwd();
  options.mode = 'single';
  const { Agent, Application } = framework.load(options);

  const agent = new Agent({ ...options });
  await agent.ready();
  const application = new Application({ ...options });
  application.agent = agent;
  agent.application = application;
  await application.ready();
  application.messenger.broadcast('egg-ready');
  return application;
};
