'use strict';

// The lines of egg-logger 3.
const assert = require('assert');
const { format, formatError, normalizeLevel } = surface('egg-logger/lib/utils');
const { EggLogger, Logger, Transport, levels } = surface('egg-logger');

const options = { eol: '\n', encoding: 'utf8' };
const meta = () => ({ formatter: entry => `${entry.level}|${entry.pid}|${entry.message}` });
assert.strictEqual(format('INFO', [ 'a %s %j', 'b', { c: 1 } ], meta(), options), `INFO|${process.pid}|a b {"c":1}\n`);
assert.strictEqual(format('INFO', [ 'plain' ], undefined, options), 'plain\n');
assert.strictEqual(format('NONE', [ 'raw' ], { raw: true, ...meta() }, options), 'raw\n');

const line = JSON.parse(format('WARN', [ 'text' ], { extra: 1 }, { ...options, json: true }));
assert.deepStrictEqual(Object.keys(line), [ 'extra', 'level', 'date', 'pid', 'hostname', 'message' ]);
assert.match(line.date, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}$/);

const error = Object.assign(new TypeError('wrong'), { status: 400, long: 'x'.repeat(10001), bytes: { type: 'Buffer', data: [ 1, 255 ] } });
error.cause = new Error('why');
const text = formatError(error, {});
assert.ok(text.startsWith('nodejs.TypeError: wrong\n'), text);
assert.ok(text.includes('\nstatus: 400\n'), text);
assert.ok(text.includes(`${'x'.repeat(10000)}...(10001)`), text);
assert.ok(text.includes('bytes: "<Buffer 01 ff>"'), text);
assert.ok(text.includes('\ncause:\n\nnodejs.Error: why\n'), text);
assert.ok(text.includes(`\npid: ${process.pid}\nhostname: `), text);
assert.ok(formatError(Object.assign(new Error('gone'), { code: 'ENOENT' }), {}).startsWith('nodejs.ENOENTError: gone'));

assert.deepStrictEqual([ 'warn', 'NONE', 2, '', 'nonsense' ].map(normalizeLevel), [ 2, Infinity, 2, undefined, undefined ]);

// transports write what reaches their level; errors may be duplicated or redirected
class Memory extends Transport {
  lines = [];
  log(level, args) {
    this.lines.push(`${level} ${args[0]}`);
  }
}
const make = level => {
  const logger = new Logger({});
  logger.set('memory', new Memory({ level }));
  return logger;
};
const [ first, second ] = [ make('INFO'), make('ALL') ];
first.duplicate('error', second);
first.redirect('warn', second);
for (const level of [ 'debug', 'info', 'warn', 'error' ]) first[level](level);
assert.deepStrictEqual(first.get('memory').lines, [ 'INFO info', 'ERROR error' ]);
assert.deepStrictEqual(second.get('memory').lines, [ 'WARN warn', 'ERROR error' ]);
first.disable('memory');
first.info('silent');
assert.strictEqual(first.get('memory').lines.length, 2);
assert.strictEqual(levels.ERROR, 3);

// what is buffered is in the file once the logger is closed
const fs = require('fs');
const os = require('os');
const path = require('path');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coddle-logger-'));
const logger = new EggLogger({ dir: folder, file: 'a.log', outputJSON: true });
logger.info('one %s', 1);
logger.warn('two');
logger.debug('not at this level');
const streams = [ 'file', 'jsonFile' ].map(name => logger.get(name)._stream);
const closed = Promise.all(streams.map(stream => new Promise(resolve => stream.once('close', resolve))));
logger.close();
closed.then(() => {
  const lines = fs.readFileSync(path.join(folder, 'a.log'), 'utf8').trim().split('\n');
  assert.deepStrictEqual(lines.map(entry => entry.replace(/^\S+ \S+ (\w+) \d+ /, '$1 ')), [ 'INFO one 1', 'WARN two' ]);
  const json = fs.readFileSync(path.join(folder, 'a.json.log'), 'utf8').trim().split('\n').map(entry => JSON.parse(entry));
  assert.deepStrictEqual(json.map(entry => entry.message), [ 'one 1', 'two' ]);
  fs.rmSync(folder, { recursive: true });
});
