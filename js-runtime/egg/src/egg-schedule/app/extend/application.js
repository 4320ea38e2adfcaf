'use strict';

const { accessor, method } = require('internal/egg/not_built');

const ADVICE = 'schedules do not run yet; use timers in agent.js or app.js';

module.exports = {
  runSchedule: method('app.runSchedule()', ADVICE),
};
for (const name of [ 'scheduleWorker', 'schedules' ]) {
  Object.defineProperty(module.exports, name, accessor(`app.${name}`, name, ADVICE));
}
