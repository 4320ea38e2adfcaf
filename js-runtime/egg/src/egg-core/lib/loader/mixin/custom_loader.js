'use strict';

/** The loader's part that follows `config.customLoader`: directories of the application's own kinds. */
const assert = require('assert');
const path = require('path');
const { isClass } = require('internal/koa/function_kind');

module.exports = {
  loadCustomLoader() {
    assert(this.config, 'should loadConfig first');
    const customLoader = this.config.customLoader || {};
    for (const property of Object.keys(customLoader)) {
      const { directory, inject, ...options } = { ...customLoader[property] };
      assert(directory, `directory is required for config.customLoader.${property}`);
      const directories = options.loadunit === true
        ? this.getLoadUnits().map(unit => path.join(unit.path, directory))
        : path.join(this.appInfo.baseDir, directory);
      loadInto(this, inject || 'app', directories, property, options);
    }
  },
};

function loadInto(loader, inject, directories, property, options) {
  const { app } = loader;
  if (inject === 'ctx') {
    assert(!(property in app.context), `customLoader should not override ctx.${property}`);
    const defaults = { caseStyle: 'lower', fieldClass: `${property}Classes` };
    loader.loadToContext(directories, property, { ...defaults, ...options });
  } else if (inject === 'app') {
    assert(!(property in app), `customLoader should not override app.${property}`);
    const defaults = {
      caseStyle: 'lower',
      initializer: exports => (isClass(exports) ? new exports(app) : exports),
    };
    loader.loadToApp(directories, property, { ...defaults, ...options });
  } else {
    throw new Error('inject only support app or ctx');
  }
}
