'use strict';

const path = require('path');
const Module = require('module');

/**
 * Starts agent and application in this process and resolves to the application once it is ready.
 * `options`: as Application's, and `framework` (a path or package; default: package.json's `egg.framework`, else egg).
 */
module.exports = async function start(options = {}) {
  options.baseDir = options.baseDir || process.cwd();
  options.mode = 'single';
  const framework = options.framework || frameworkOf(options.baseDir);
  if (framework) options.framework = framework;
  const { Agent, Application } = load(options);

  const agent = new Agent({ ...options });
  await agent.ready();
  const application = new Application({ ...options });
  application.agent = agent;
  agent.application = application;
  await application.ready();
  application.messenger.broadcast('egg-ready');
  return application;
};

function load({ framework, baseDir }) {
  if (framework) return Module.createRequire(path.join(baseDir, 'package.json'))(framework);
  return { Agent: require('egg/lib/agent'), Application: require('egg/lib/application') };
}

/** An application without a readable package.json is reported by the loader, in egg's words. */
function frameworkOf(baseDir) {
  try {
    return Module.createRequire(path.join(baseDir, 'package.json'))('./package.json').egg?.framework;
  } catch {
    return undefined;
  }
}
