'use strict';

const Transport = require('egg-logger/lib/transports/transport');
const levels = require('egg-logger/lib/level');
const { assign, normalizeLevel } = require('egg-logger/lib/utils');

/** Standard output, and standard error from `stderrLevel` (ERROR) on. The environment variable EGG_LOG sets the level. */
module.exports = class ConsoleTransport extends Transport {
  constructor(options) {
    super(options);
    this.options.stderrLevel = normalizeLevel(this.options.stderrLevel);
    if (process.env.EGG_LOG) this.options.level = normalizeLevel(process.env.EGG_LOG);
  }

  get defaults() {
    return assign(super.defaults, { stderrLevel: 'ERROR' });
  }

  log(level, args, meta) {
    const entry = super.log(level, args, meta);
    const isError = levels[level] >= this.options.stderrLevel && levels[level] < levels.NONE;
    (isError ? process.stderr : process.stdout).write(entry);
  }
};
