'use strict';

const fs = require('fs');
const path = require('path');
const Locales = require('egg-i18n/lib/locales');
const unitFiles = require('internal/egg/unit_files');

/** Texts by locale: `ctx.__('key', ...values)`, from `config/locale` (or `config/locales`) of every load unit. */
module.exports = app => {
  const { i18n } = app.config;
  i18n.functionName = '__';
  i18n.dirs = Array.isArray(i18n.dirs) ? i18n.dirs : [];
  for (const unit of app.loader.getLoadUnits()) {
    const directory = path.join(unit.path, 'config/locale');
    i18n.dirs.push(fs.existsSync(directory) ? directory : path.join(unit.path, 'config/locales'));
  }
  const locales = new Locales(i18n, file => unitFiles.requireModule(file));
  app.__ = (...args) => locales.gettext(...args);
  locales.extendContext(app.context);
  app.context.gettext = app.context.__;
  app.config.coreMiddleware.push('i18n');
};
