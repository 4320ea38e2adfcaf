'use strict';

module.exports = app => {
  const { STRING, INTEGER } = app.Sequelize;
  const Author = app.sql.define('author', { name: { type: STRING(30), unique: true, validate: { len: [ 2, 30 ] } }, bornIn: INTEGER });
  Author.associate = () => Author.hasMany(app.sql.Book, { as: 'books', foreignKey: 'authorId' });
  return Author;
};
