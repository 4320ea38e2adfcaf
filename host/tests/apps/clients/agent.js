'use strict';

const Store = require('./lib/store');

module.exports = agent => {
  agent.store = agent.cluster(Store, { name: 'store' }).create();
  agent.beforeStart(() => agent.store.ready());
  agent.random = agent.cluster(Store, { name: 'random', isBroadcast: false }).create();
  agent.failing = agent.cluster(class extends Store {
    ready(callback) {
      setTimeout(callback, 1, Object.assign(new Error('no store today'), { code: 'E_NONE' }));
    }
  }, { name: 'failing' }).create();
  agent.failing.ready().catch(() => {});
  console.log('EVENT %s', JSON.stringify({ who: 'agent', pid: process.pid, action: 'leads', data: agent.store.isClusterClientLeader }));
};
