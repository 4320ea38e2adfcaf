'use strict';

const Store = require('./lib/store');

module.exports = app => {
  const say = (action, data) => console.log('EVENT %s', JSON.stringify({ who: 'app', pid: process.pid, action, data }));
  app.store = app.cluster(Store, { name: 'store' }).create();
  app.beforeStart(() => app.store.ready());
  app.random = app.cluster(Store, { name: 'random', isBroadcast: false }).create();
  app.failing = app.cluster(Store, { name: 'failing' }).create();
  app.late = app.cluster(Store, { name: 'nobody leads', maxWaitTime: 100 }).create();
  app.store.subscribe({ id: 'early' }, value => say('early', value));
  app.random.subscribe({ id: 'one' }, value => say('one', value));
};
