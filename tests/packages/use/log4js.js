const log4js = require('log4js');
const fs = require('fs');
const path = require('path');
const folder = fs.mkdtempSync(path.join(require('os').tmpdir(), 'log4js-'));
const file = path.join(folder, 'a.log');
log4js.configure({
  appenders: { file: { type: 'file', filename: file, layout: { type: 'pattern', pattern: '%p %c - %m' }, maxLogSize: 200, backups: 2 }, out: { type: 'stdout', layout: { type: 'messagePassThrough' } }, some: { type: 'logLevelFilter', appender: 'out', level: 'warn' } },
  categories: { default: { appenders: [ 'file', 'some' ], level: 'debug' } },
});
const logger = log4js.getLogger('cat');
logger.trace('never');
for (let i = 0; i < 8; i++) logger.info('line %d %j', i, { a: i });
logger.error(new Error('of log4js').message);
log4js.shutdown(() => {
  show(fs.readdirSync(folder).sort(), fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).at(-1));
  fs.rmSync(folder, { recursive: true });
});
