'use strict';

module.exports = app => app.sql.define('box', { size: app.Sequelize.INTEGER });
