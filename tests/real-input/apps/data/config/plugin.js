'use strict';

const of = (name, enable = true) => ({ enable, package: `egg-${name}` });

module.exports = {
  redis: of('redis'),
  mysql: of('mysql'),
  sequelize: of('sequelize'),
  bull: of('bull'),
  // There is no MongoDB to be had: the plugin shows how it fails.
  mongoose: of('mongoose', /^mongo/.test(process.env.FAULT)),
};
