'use strict';

const SOURCES = '/$coddle/node_modules/egg-watcher/lib/event-sources';

exports.watcher = {
  type: 'default',
  eventSources: {
    default: `${SOURCES}/default`,
    development: `${SOURCES}/development`,
  },
};
