'use strict';

const assert = require('assert');
const path = require('path');
const unitFiles = require('internal/egg/unit_files');
const { isClass, isFunction } = require('internal/koa/function_kind');

/**
 * The schedules of every load unit's `app/schedule` and of `config.schedule.directory`, as `app.schedules`: by file
 * `{ schedule, task(ctx, ...args), key }`. Those of another environment are left out.
 */
module.exports = function loadSchedules(app) {
  const { FileLoader } = app.loader;
  const directory = [
    ...app.loader.getLoadUnits().map(unit => path.join(unit.path, 'app/schedule')),
    ...app.config.schedule.directory,
  ];
  const schedules = app.schedules = {};
  const loader = new FileLoader({ directory, target: schedules, inject: app });
  for (const { exports, fullpath } of loader.parse()) {
    assert(exports.schedule, `schedule(${fullpath}): must have schedule and task properties`);
    assert(isClass(exports) || isFunction(exports.task),
      `schedule(${fullpath}: schedule.task should be function or schedule should be class`);
    const { env } = exports.schedule;
    if (Array.isArray(env) && !env.includes(app.config.env)) {
      app.coreLogger.info(`[egg-schedule]: ignore schedule ${fullpath} due to \`schedule.env\` not match`);
      continue;
    }
    // A linked file is known by the one it links to.
    const key = unitFiles.resolve(fullpath);
    schedules[key] = { schedule: exports.schedule, task: taskOf(app, exports), key };
  }
  return schedules;
};

function taskOf(app, exports) {
  if (!isClass(exports)) return app.toAsyncFunction(exports.task);
  return async (ctx, data) => {
    const subscription = new exports(ctx);
    subscription.subscribe = app.toAsyncFunction(subscription.subscribe);
    return subscription.subscribe(data);
  };
}
