'use strict';

const { createRequire } = require('module');
const path = require('path');
const querystring = require('querystring');
const unitFiles = require('internal/egg/unit_files');

module.exports = app => {
  const { scheduleWorker } = app;
  const logger = app.getLogger('scheduleLogger');
  scheduleWorker.init();
  for (const { key, schedule } of Object.values(scheduleWorker.scheduleItems)) {
    if (!schedule.disable) logger.info('[egg-schedule]: register schedule %s', key);
  }

  app.messenger.on('egg-schedule', async info => {
    const { id, key } = info;
    logger.debug(`[Job#${id}] ${key} await app ready`);
    await app.ready();
    const item = scheduleWorker.scheduleItems[key];
    logger.debug(`[Job#${id}] ${key} task received by app`);
    if (!item) logger.warn(`[Job#${id}] ${key} unknown task`);
    else if (item.schedule.disable) logger.warn(`[Job#${id}] ${key} disable`);
    else await runJob(app, logger, item, info);
  });

  /** Runs a schedule now, by its file or its name below app/schedule: for tests. */
  app.runSchedule = async (name, ...args) => {
    const file = resolveSchedule(app, name);
    const item = scheduleWorker.scheduleItems[file];
    if (!item) throw new Error(`[egg-schedule] Cannot find schedule ${file}`);
    return run(app, item, file, args);
  };
};

async function runJob(app, logger, item, info) {
  const { id, key, args } = info;
  logger.info(`[Job#${id}] ${key} executing by app`);
  const start = Date.now();
  let failure;
  try {
    await run(app, item, key, args);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(error);
  }
  const rt = Date.now() - start;
  if (failure) logger.error(`[Job#${id}] ${key} execute failed, used ${rt}ms.`, failure);
  else logger.info(`[Job#${id}] ${key} execute succeed, used ${rt}ms.`, '');
  const report = { success: !failure, workerId: process.pid, rt, message: failure?.message };
  app.messenger.sendToAgent('egg-schedule', Object.assign(info, report));
}

/** The task with a context of its own, which is the current one meanwhile. */
function run(app, { schedule, task }, key, args) {
  const ctx = app.createAnonymousContext({
    method: 'SCHEDULE',
    url: `/__schedule?path=${key}&${querystring.stringify(schedule)}`,
  });
  return app.ctxStorage.run(ctx, async () => task(ctx, ...args));
}

function resolveSchedule(app, name) {
  // What `require` says of a path that is none.
  if (path.isAbsolute(name)) return unitFiles.resolve(name) ?? createRequire(path.join(app.baseDir, 'package.json')).resolve(name);
  const directories = [ path.join(app.config.baseDir, 'app/schedule'), app.config.schedule.directory || [] ].flat();
  for (const directory of directories) {
    const file = unitFiles.resolve(path.join(directory, name));
    if (file) return file;
  }
  return name;
}
