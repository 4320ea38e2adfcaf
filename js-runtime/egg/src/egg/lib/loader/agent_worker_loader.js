'use strict';

const EggLoader = require('egg-core/lib/loader/egg_loader');

/** The loader of an agent: it answers no requests, so it has neither services nor middleware nor controllers. */
module.exports = class AgentWorkerLoader extends EggLoader {
  loadConfig() {
    this.loadPlugin();
    super.loadConfig();
  }

  load() {
    this.loadAgentExtend();
    this.loadContextExtend();
    this.loadCustomAgent();
  }
};
