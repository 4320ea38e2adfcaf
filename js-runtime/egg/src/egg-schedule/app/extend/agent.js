'use strict';

const { accessor } = require('internal/egg/not_built');

const ADVICE = 'schedules do not run yet; use timers in agent.js';

for (const name of [ 'schedule', 'ScheduleStrategy', 'TimerScheduleStrategy' ]) {
  Object.defineProperty(exports, name, accessor(`agent.${name}`, name, ADVICE));
}
