'use strict';

const of = name => ({ enable: true, package: `egg-${name}` });

module.exports = {
  redis: of('redis'),
  mysql: of('mysql'),
  sequelize: of('sequelize'),
  bull: of('bull'),
  mongoose: of('mongoose'),
};
