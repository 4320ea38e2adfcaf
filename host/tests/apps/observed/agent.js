'use strict';

const { say, watch } = require('./lib_events');

module.exports = agent => {
  if (process.env.FAIL === 'agent') throw new Error('the agent fails');
  watch('agent', agent.messenger);
  say('agent', 'loaded', agent.options);
  agent.messenger.on('ask', () => agent.messenger.sendRandom('reply', 'from the agent'));
  agent.beforeClose(() => say('agent', 'beforeClose'));
};
