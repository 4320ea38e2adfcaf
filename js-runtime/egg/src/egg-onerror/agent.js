'use strict';

module.exports = agent => {
  agent.on('error', error => {
    agent.coreLogger.error(error);
  });
};
