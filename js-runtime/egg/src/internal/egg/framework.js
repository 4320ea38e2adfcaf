'use strict';

const path = require('path');
const Module = require('module');

/**
 * The framework of an application: `{ Agent, Application }` of `options.framework` (a path, or a package of the application),
 * else of package.json's `egg.framework`, which is noted in the options, else of egg.
 */
exports.load = function load(options) {
  const framework = options.framework || frameworkOf(options.baseDir);
  if (framework) {
    options.framework = framework;
    return Module.createRequire(path.join(options.baseDir, 'package.json'))(framework);
  }
  return { Agent: require('egg/lib/agent'), Application: require('egg/lib/application') };
};

/** An application without a readable package.json is reported by the loader, in egg's words. */
function frameworkOf(baseDir) {
  try {
    return Module.createRequire(path.join(baseDir, 'package.json'))('./package.json').egg?.framework;
  } catch {
    return undefined;
  }
}
