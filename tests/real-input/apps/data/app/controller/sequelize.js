'use strict';

exports.models = async ctx => { // PLUG-049 to PLUG-051, PLUG-053, PLUG-055
  const { app } = ctx;
  const { Author, Book, Shelf } = app.sql;
  await Book.destroy({ where: {} });
  await Author.destroy({ where: {} });
  const ada = await Author.create({ name: 'Ada', bornIn: 1815, books: [ { title: 'Notes', tags: [ 'engine', 1 ] }, { title: 'More notes' } ] }, { include: 'books' });
  await Book.bulkCreate([ { title: 'Alone', printedAt: new Date(Date.UTC(1999, 11, 31)) }, { title: 'Note' } ]);
  const found = await Author.findOne({ where: { name: 'Ada' }, include: [ { model: Book, as: 'books', attributes: [ 'title', 'tags' ] } ], order: [ [ 'books', 'title' ] ] });
  const refused = await Promise.all([ { name: 'A' }, { name: 'Ada' } ].map(values => Author.create(values).then(() => 'made', error => `${error.name}: ${error.errors[0].message}`)));
  const page = await Book.findAndCountAll({ where: { authorId: null }, limit: 1, order: [ [ 'title', 'DESC' ] ], raw: true, attributes: [ 'title', 'printedAt' ] });
  await ada.update({ bornIn: 1816 });
  const [ changed ] = await Book.update({ tags: { all: true } }, { where: { title: 'Alone' } });
  const undone = await app.sql.transaction(async transaction => {
    await Book.create({ title: 'Never' }, { transaction });
    throw new Error('undone');
  }).catch(error => error.message);
  const box = await Shelf.Box.create({ size: 2 });
  await box.setContents(await Book.findAll({ where: { authorId: null } }));
  ctx.body = {
    nested: (await Shelf.Box.findOne({ include: 'contents', order: [ [ 'contents', 'title' ] ] })).contents.map(({ title }) => title),
    found: { name: found.name, books: found.books.map(({ title, tags }) => ({ title, tags })) },
    refused, page, changed, undone,
    titled: (await Book.titled('ote')).map(({ title }) => title),
    author: await (await Book.findOne({ where: { title: 'Notes' } })).getAuthor({ attributes: [ 'name', 'bornIn' ], raw: true }),
    counted: [ await Book.count(), await Book.max('printedAt') ],
    grouped: await Book.findAll({ attributes: [ 'authorId', [ app.sql.fn('COUNT', app.sql.col('id')), 'n' ] ], group: 'authorId', having: app.sql.literal('n > 1'), raw: true })
      .then(rows => rows.map(({ n }) => n)),
    raw: await app.sql.query('SELECT title FROM books WHERE title = :title', { replacements: { title: 'Alone' }, type: app.Sequelize.QueryTypes.SELECT }),
    context: [ ctx.sql.ctx === ctx, ctx.sql !== app.sql, ctx.sql === ctx.sql, ctx.sql.Book === Book, typeof Shelf.Box.findAll ],
    table: Book.getTableName(),
  };
};
