'use strict';

const BaseHookClass = require('egg/lib/core/base_hook_class');

/** egg's own boot hook of the agent: messages before the start is over are warned about. */
module.exports = class EggAgentHook extends BaseHookClass {
  configDidLoad() {
    this.agent._wrapMessenger();
  }
};
