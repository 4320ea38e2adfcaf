'use strict';

module.exports = app => {
  const { STRING, DATE, JSON: JSON_TYPE, Op } = app.Sequelize;
  const Book = app.sql.define('book', { title: STRING, printedAt: DATE, tags: JSON_TYPE });
  Book.associate = () => Book.belongsTo(app.sql.Author, { as: 'author', foreignKey: 'authorId' });
  Book.titled = part => Book.findAll({ where: { title: { [Op.like]: `%${part}%` } }, order: [ 'title' ] });
  return Book;
};
