'use strict';

const fs = require('fs');

module.exports = app => {
  app.get('/lines', async ctx => {
    ctx.logger.info('two\nlines and "quotes"');
    ctx.coreLogger.warn('of the %s', 'core');
    app.logger.info('ctx is known');
    app.getLogger('countedLogger').debug('not heard');
    app.getLogger('countedLogger').info({ an: 'object' });
    app.logger.write('as it is');
    const error = Object.assign(new TypeError('that failed', { cause: new Error('the reason') }), { code: 'E_TEST', detail: 5 });
    ctx.logger.error(error);
    await new Promise(resolve => setTimeout(() => {
      app.logger.info('later');
      resolve();
    }, 0));
    ctx.body = 'written';
  });
  app.get('/files', async ctx => {
    const { dir } = app.config.logger;
    ctx.body = fs.existsSync(dir) ? fs.readdirSync(dir) : [];
  });
  app.get('/count', async ctx => {
    const { from, count } = ctx.query;
    const logger = app.getLogger('countedLogger');
    for (let number = Number(from); number < Number(from) + Number(count); number++) {
      logger.write(`line ${number} ${'x'.repeat(number % 200)} end`);
      // Other requests come between.
      if (number % 50 === 0) await Promise.resolve();
    }
    ctx.body = 'written';
  });
  app.get('/rotate', async ctx => {
    const key = Object.keys(app.scheduleWorker.scheduleItems).find(name => name.endsWith('rotate_by_size.js'));
    await app.runSchedule(key);
    ctx.body = 'rotated';
  });
};
