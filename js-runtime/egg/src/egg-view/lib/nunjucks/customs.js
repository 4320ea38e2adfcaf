'use strict';

const path = require('path');
const unitFiles = require('internal/egg/unit_files');

/** The names of `own` whose values are not those of `plain`. */
const added = (own, plain) => Object.keys(own).filter(name => own[name] !== plain[name]);

/**
 * Names that mean something of the application's own to templates: `{ filters, tests, globals }`. They come from
 * `app/extend/filter.js` of its load units and, where the npm package is there, from what it was given.
 */
module.exports = app => {
  const found = { filters: [], tests: [], globals: [] };
  for (const unit of app.loader.getLoadUnits()) {
    const file = unitFiles.resolve(path.join(unit.path, 'app/extend/filter'));
    if (file) found.filters.push(...Object.keys(app.loader.loadFile(file) || {}));
  }
  const npm = app.view.hasNpmNunjucks && app.nunjucks;
  if (!npm) return found;
  // nunjucks' own Environment is what that of egg-view-nunjucks extends.
  const plain = new (Object.getPrototypeOf(Object.getPrototypeOf(npm)).constructor)([]);
  for (const kind of [ 'filters', 'tests' ]) found[kind].push(...added(npm[kind], plain[kind]));
  // Each environment has functions of its own for these.
  const sources = globals => Object.fromEntries(Object.entries(globals).map(([ name, value ]) => [ name, String(value) ]));
  found.globals.push(...added(sources(npm.globals), sources(plain.globals)));
  if (npm.extensionsList?.length) throw new Error('extensions of nunjucks are not rendered natively; set config.nunjucks.native = false');
  return found;
};
