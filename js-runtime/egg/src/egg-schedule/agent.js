'use strict';

module.exports = agent => {
  agent.schedule.use('worker', require('egg-schedule/lib/strategy/worker'));
  agent.schedule.use('all', require('egg-schedule/lib/strategy/all'));
  // Other plugins register their kinds first.
  agent.beforeStart(() => agent.schedule.init());
  agent.messenger.on('egg-schedule', info => agent.schedule.onJobFinish(info));
  agent.messenger.once('egg-ready', () => agent.schedule.start());
};
