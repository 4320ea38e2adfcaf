'use strict';

const fs = require('fs');
const path = require('path');
const { setTimeout: sleep } = require('timers/promises');

/** All that the file of `logger` has, once everything logged so far is in it. */
async function written(logger, file) {
  const end = `end of ${process.hrtime.bigint()}`;
  logger.info(end);
  logger.get('file').flush();
  for (;;) {
    const text = fs.readFileSync(file, 'utf8');
    if (text.includes(end)) return text;
    await sleep(5);
  }
}

/**
 * The lines of the core logger's and the logger's file with `?with`, without what differs from run to run: times, and what of several queries
 * at a time ends first. (PLUG-039, PLUG-054)
 */
exports.of = async ctx => {
  const { config: { logger: { appLogName, coreLogName, dir } }, coreLogger, logger } = ctx.app;
  const lines = [ await written(coreLogger, path.join(dir, coreLogName)), await written(logger, path.join(dir, appLogName)) ].join('').split('\n');
  ctx.body = lines.filter(line => line.includes(ctx.query.with)).map(line => line
    .replace(/^\S+ \S+ (\w+) \d+ /, '<time> $1 <pid> ')
    .replace(/:\d{4,5}\b/g, ':<port>')
    .replace(/\(\d+ms\)/, '(<n>ms)')
    .replace(/\/\d+ms GET/, '/<n>ms GET')
    .replace(/\([0-9a-f]{8}-[-0-9a-f]{27}\)/, '(<uuid>)')
    .replace(/currentTime: .*/, 'currentTime: <time>')).sort();
};
