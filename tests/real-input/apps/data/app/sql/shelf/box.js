'use strict';

module.exports = app => {
  const Box = app.sql.define('box', { size: app.Sequelize.INTEGER });
  Box.associate = () => Box.hasMany(app.sql.Book, { as: 'contents', foreignKey: 'boxId' });
  return Box;
};
