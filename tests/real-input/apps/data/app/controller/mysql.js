'use strict';

const failed = promise => promise.then(() => 'done', error => `${error.name}: ${error.code ?? ''} ${error.message}`);

exports.rows = async ctx => { // PLUG-041, PLUG-042, PLUG-044, PLUG-045
  const { app } = ctx;
  const db = app.mysql.get('main');
  const { literals, Literal } = db.literals;
  await db.query('TRUNCATE TABLE items');
  const inserted = await db.insert('items', [ { name: 'pen', price: 1.25 }, { name: 'ink', price: 10, note: 'blue "é"' }, { name: 'book', price: '30.5' } ]);
  const one = await db.insert('items', { name: 'lamp', price: 9, at: new Date(Date.UTC(2026, 1, 28, 1, 2, 3)) });
  ctx.body = {
    inserted: [ inserted.affectedRows, inserted.insertId, one.insertId ],
    all: await db.select('items', { columns: [ 'id', 'name' ], orders: [ [ 'price', 'desc' ], 'id' ], limit: 2, offset: 1 }),
    some: await db.select('items', { where: { name: [ 'pen', 'ink', 'none' ], note: null }, columns: [ 'name' ] }),
    got: [ await db.get('items', { name: 'ink' }), await db.get('items', { name: 'none' }) ],
    counted: [ await db.count('items'), await db.count('items', { note: null }) ],
    updated: [
      (await db.update('items', { id: 1, note: 'first' })).affectedRows, (await db.update('items', { price: 2 }, { where: { name: [ 'ink', 'book' ] } })).changedRows,
      await failed(db.update('items', { name: 'x' })), (await db.updateRows('items', [ { id: 1, price: 7 }, { id: 2, price: 8 } ])).affectedRows,
    ],
    queries: [
      await db.query('SELECT name, price FROM items WHERE price > ? AND name <> ? ORDER BY id', [ 5, 'lamp' ]), await db.queryOne(db.format('SELECT :a AS a, :b AS b', { a: 'it\'s', b: 2 })),
      await db.execute('SELECT id, name FROM items WHERE id = ?', [ 3 ]), await db.query('SELECT at FROM items WHERE at IS NOT NULL'),
    ],
    deleted: [ (await db.delete('items', { name: 'lamp' })).affectedRows, await db.count('items') ],
    failed: [ await failed(db.insert('items', { name: 'pen' })), await failed(db.query('SELEC 1')), await failed(db.get('no_such_table', { a: 1 })) ],
    clients: [ app.mysql.get('same') !== db, app.mysqls === app.mysql, app.mysql.get('none') ?? null, typeof literals, typeof Literal, db.literals.now.toString() ],
    formatted: db.format('SELECT ?? FROM ?? WHERE a = ? AND b IN (?) AND c = ?', [ 'x`y', 't', 'o\'clock', [ 1, 'b' ], null ]),
  };
};

exports.transactions = async ctx => { // PLUG-043
  const db = ctx.app.mysql.get('main');
  await db.query('TRUNCATE TABLE items');
  const connection = await db.beginTransaction();
  await connection.insert('items', { name: 'kept' });
  await connection.commit();
  const second = await db.beginTransaction();
  await second.insert('items', { name: 'lost' });
  await second.rollback();
  const value = await db.beginTransactionScope(async scope => {
    await scope.insert('items', { name: 'scoped' });
    await db.beginTransactionScope(inner => inner.insert('items', { name: 'inner' }));
    return 'committed';
  }, ctx);
  const undone = await failed(db.beginTransactionScope(async scope => {
    await scope.insert('items', { name: 'gone' });
    throw new Error('changed my mind');
  }));
  const doomed = await db.beginDoomedTransactionScope(async scope => {
    await scope.insert('items', { name: 'doomed' });
    return scope.count('items');
  });
  ctx.body = { value, undone, doomed, names: (await db.select('items', { orders: [ 'id' ] })).map(({ name }) => name) };
};

exports.together = async ctx => { // PLUG-046 to PLUG-048: many queries over few connections
  const db = ctx.app.mysql.get('same');
  ctx.body = await Promise.all(Array.from({ length: 20 }, (_, n) => db.queryOne('SELECT ? AS n, REPEAT("x", ?) AS text', [ n, n ])));
};
