'use strict';

/** Node's old name of the part of `http` that packages patch. */
const agents = require('internal/http/agent');

Object.defineProperties(module.exports, {
  Agent: { value: agents.Agent, enumerable: true, writable: true, configurable: true },
  globalAgent: {
    enumerable: true,
    configurable: true,
    get() { return agents.globalAgent; },
    set(agent) { agents.globalAgent = agent; },
  },
});
