'use strict';

const EggLoader = require('egg-core/lib/loader/egg_loader');
const extensionMembers = require('internal/egg/extension_members');

/** The loader of an application: everything egg has, in egg's order. */
module.exports = class AppWorkerLoader extends EggLoader {
  loadConfig() {
    this.loadPlugin();
    super.loadConfig();
  }

  load() {
    this.loadApplicationExtend();
    this.loadRequestExtend();
    this.loadResponseExtend();
    this.loadContextExtend();
    this.loadHelperExtend();
    this.loadCustomLoader();
    this.loadCustomApp();
    this.loadService();
    this.loadMiddleware();
    this.loadController();
    // Routes name controllers.
    this.loadRouter();
    extensionMembers.verify(this.app);
  }
};
