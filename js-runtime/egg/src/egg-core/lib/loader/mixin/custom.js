'use strict';

/** The loader's part that finds `app.js` or `agent.js` of every load unit and starts the life cycle with them. */
const path = require('path');
const { isClass, isFunction } = require('internal/koa/function_kind');

module.exports = {
  loadCustomApp() {
    loadBootFiles(this, 'app');
    this.lifecycle.triggerConfigWillLoad();
  },

  loadCustomAgent() {
    loadBootFiles(this, 'agent');
    this.lifecycle.triggerConfigWillLoad();
  },

  /** Kept for frameworks that call it; egg-core's does nothing either. */
  loadBootHook() {},
};

function loadBootFiles(loader, name) {
  loader.timing.start(`Load ${name}.js`);
  for (const unit of loader.getLoadUnits()) {
    const file = loader.resolveModule(path.join(unit.path, name));
    if (!file) continue;
    const boot = loader.requireFile(file);
    if (isClass(boot)) {
      boot.prototype.fullPath = file;
      loader.lifecycle.addBootHook(boot);
    } else if (isFunction(boot)) {
      loader.lifecycle.addFunctionAsBootHook(boot);
    } else {
      loader.options.logger.warn('[egg-loader] %s must exports a boot class', file);
    }
  }
  loader.lifecycle.init();
  loader.timing.end(`Load ${name}.js`);
}
