'use strict';

// What apps/data is asked, and the starts that must fail.

module.exports = [
  { path: '/' },
  { path: '/redis/commands' },
  { path: '/redis/messages' },
  { path: '/mysql/rows' },
  { path: '/mysql/transactions' },
  { path: '/mysql/together' },
  { path: '/sequelize/models' }, // PLUG-049, PLUG-050, PLUG-051, PLUG-053, PLUG-055
  { path: '/bull/jobs' }, // PLUG-071, PLUG-072, PLUG-073, PLUG-074
  { path: '/mongoose/start' }, // PLUG-075, PLUG-076, PLUG-077
  { path: '/mongoose/documents' }, // PLUG-080
  { path: '/mongoose/queries' },
  { path: '/logs?with=%5Begg-mongoose%5D' }, // PLUG-078
  { path: '/logs?with=%5Begg-redis%5D' }, // PLUG-038, PLUG-039
  { path: '/logs?with=%5Begg-mysql%5D' },
  { path: '/logs?with=%5Begg-sequelize%5D' }, // PLUG-054
];

module.exports.refusals = [
  { FAULT: 'redis', says: '[egg-redis] \'host: 127.0.0.1\', \'port: undefined\', \'password: undefined\', \'db: undefined\' or \'path:undefined\' are required on config' }, // PLUG-036
  { FAULT: 'sequelize', says: '[egg-sequelize] app[config] is already defined' }, // PLUG-052
  { FAULT: 'mongoose', says: 'Cannot read properties of undefined (reading \'indexOf\')' }, // the plugin without a url
  { FAULT: 'mongodb', says: 'ServerSelectionError' }, // PLUG-078
  { FAULT: 'password', says: 'MongoServerError: [egg-mongoose]Authentication failed.' },
];
