const winston = require('winston');
const { Writable } = require('stream');
const lines = [];
const stream = new Writable({ write(chunk, encoding, done) { lines.push(String(chunk)); done(); } });
const { combine, errors, json, label, printf, splat, uncolorize } = winston.format;
const logger = winston.createLogger({
  level: 'info', format: combine(errors({ stack: false }), splat(), label({ label: 'l' }), json()), defaultMeta: { service: 's' },
  transports: [ new winston.transports.Stream({ stream }), new winston.transports.Console({ level: 'warn', format: combine(uncolorize(), printf(info => `${info.level}: ${info.message}`)) }) ],
});
logger.info('hello %s', 'you', { extra: 1 });
logger.debug('never');
logger.warn('watch out');
logger.child({ request: 7 }).error(new Error('broken'));
logger.on('finish', () => setImmediate(() => show(lines.map(line => ({ ...JSON.parse(line), stack: undefined })))));
logger.end();
