'use strict';

// Times are those that cron-parser 2 gives for the same expressions from the same moment, in UTC.
const assert = require('assert');
const CronExpression = surface('egg-schedule/lib/cron_expression');

const start = new Date(2026, 1, 27, 22, 10, 33).getTime();
const at = (...parts) => new Date(...parts).getTime();
const next = (expression, from = start) => new CronExpression(expression, { currentDate: from }).next(from);

// six fields begin with seconds, five with minutes
assert.strictEqual(next('0 30 4 * * *'), at(2026, 1, 28, 4, 30, 0));
assert.strictEqual(next('30 4 * * *'), at(2026, 1, 28, 4, 30, 0));
assert.strictEqual(next('*/5 * * * * *'), at(2026, 1, 27, 22, 10, 35));
assert.strictEqual(next('* * * * *'), at(2026, 1, 27, 22, 11, 0));

// lists, ranges, steps from a value, names
assert.strictEqual(next('15,45 10-12 * * *'), at(2026, 1, 28, 10, 15, 0));
assert.strictEqual(next('10/7 * * * *'), at(2026, 1, 27, 22, 17, 0));
assert.strictEqual(next('0 0 12 ? * MON-FRI'), at(2026, 2, 2, 12, 0, 0));
assert.strictEqual(next('0 59 23 * dec sun'), at(2026, 11, 6, 23, 59, 0));

// the last day of a month; leap days; months without a 31st
assert.strictEqual(next('0 0 3 L * *'), at(2026, 1, 28, 3, 0, 0));
assert.strictEqual(next('0 0 0 29 2 *'), at(2028, 1, 29));
assert.strictEqual(next('0 0 0 31 */2 *'), at(2026, 2, 31));

// day and weekday together mean either; 7 is Sunday
assert.strictEqual(next('0 0 0 1,15 * 5'), at(2026, 2, 1));
assert.strictEqual(next('0 0 * * 7'), at(2026, 2, 1));
assert.strictEqual(next('@daily'), at(2026, 1, 28));

// the moment itself does not count, and nothing comes after endDate
assert.strictEqual(next('0 0 0 28 2 *', at(2026, 1, 28)), at(2027, 1, 28));
assert.strictEqual(new CronExpression('0 0 0 1 1 *', { currentDate: start, endDate: at(2026, 5, 1) }).next(start), undefined);

assert.throws(() => new CronExpression('61 * * * * *'), /Constraint error, got value 61 expected range 0-59/);
assert.throws(() => new CronExpression('* * * * * * *'), /Invalid cron expression/);

// clocks of a zone
const moment = Date.UTC(2026, 1, 27, 22, 10, 33);
const inShanghai = new CronExpression('0 0 4 * * *', { currentDate: moment, tz: 'Asia/Shanghai' });
assert.strictEqual(inShanghai.next(moment), Date.UTC(2026, 1, 28, 20));
