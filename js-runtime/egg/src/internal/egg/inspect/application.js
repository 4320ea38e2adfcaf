'use strict';

/** Applications that are looked at instead of served: what `coddle routes`, `config` and `doctor` ask. */
const framework = require('internal/egg/framework');
const { ROOT } = require('internal/egg/embedded_units');

/**
 * Loads an application as its start does, up to where it would become ready: configuration, boot files, services,
 * middleware, controllers and routes are there; tasks of `beforeStart`, `didLoad` and later are not run, so no database is
 * asked. Nothing is written to `run/`.
 *
 * `options`: egg.start's `baseDir`, `env` and `framework`.
 */
exports.load = function load(options) {
  silenceStdout();
  // The loggers' start-up lines are of no interest here.
  process.env.EGG_LOG ??= 'ERROR';
  options.mode = 'single';
  const { Application } = framework.load(options);
  Application.prototype.dumpConfig = () => {};
  Application.prototype.dumpTiming = () => {};
  return new Application(options);
};

/** What a command prints on standard output is its answer alone; what applications say goes to standard error. */
function silenceStdout() {
  Object.defineProperty(process, 'stdout', { configurable: true, get: () => process.stderr });
}

/** A path as a reader knows it: relative to the application's folder, or to `node_modules` for what is built in. */
exports.shortPath = function shortPath(file, baseDir) {
  for (const root of [ baseDir, ROOT ]) {
    if (file.startsWith(`${root}/`)) return file.slice(root.length + 1);
  }
  return file;
};
