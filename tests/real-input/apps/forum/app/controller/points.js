'use strict';

const failed = promise => promise.then(() => 'done', error => `${error.name}: ${error.code ?? ''} ${error.message}`);

exports.rows = async ctx => { // PLUG-047
  const { mysql } = ctx.app;
  const { literals } = mysql;
  await mysql.query('TRUNCATE TABLE points');
  const inserted = await mysql.insert('points', [ { name: 'ada', points: 3 }, { name: 'bob', points: 5 } ]);
  const one = await mysql.insert('points', { name: 'cy', at: new Date(Date.UTC(2026, 1, 28, 1, 2, 3)) });
  await mysql.insert('points', { name: 'now', at: literals.now });
  ctx.body = {
    inserted: [ inserted.affectedRows, one.insertId ],
    some: await mysql.select('points', { where: { name: [ 'ada', 'bob', 'none' ] }, columns: [ 'name', 'points' ], orders: [ [ 'points', 'desc' ] ], limit: 5, offset: 0 }),
    got: [ await mysql.get('points', { name: 'cy' }), await mysql.get('points', { name: 'none' }), (await mysql.get('points', { name: 'now' })).at instanceof Date ],
    changed: [ (await mysql.update('points', { id: 1, points: 9 })).affectedRows, (await mysql.update('points', { points: 7 }, { where: { name: 'bob' } })).changedRows, (await mysql.delete('points', { name: 'now' })).affectedRows ],
    queries: [ await mysql.query('SELECT name FROM points WHERE points > ? ORDER BY id', [ 6 ]), await mysql.queryOne('SELECT COUNT(*) AS n FROM points'), await mysql.count('points', { points: 7 }) ],
    failed: [ await failed(mysql.insert('points', { name: 'ada' })), await failed(mysql.query('SELEC 1')), await failed(mysql.update('points', { points: 1 })) ],
    together: (await Promise.all(Array.from({ length: 20 }, (_, n) => mysql.queryOne('SELECT ? AS n, REPEAT("x", ?) AS text', [ n, n ])))).map(({ n, text }) => n + text.length),
    escaped: [ mysql.escape('o\'clock'), mysql.escapeId('a`b'), mysql.format('?? = ?', [ 'x', null ]) ],
  };
};

exports.transactions = async ctx => {
  const { mysql } = ctx.app;
  await mysql.query('TRUNCATE TABLE points');
  const kept = await mysql.beginTransaction();
  await kept.insert('points', { name: 'kept' });
  await kept.commit();
  const lost = await mysql.beginTransaction();
  await lost.insert('points', { name: 'lost' });
  await lost.rollback();
  const value = await mysql.beginTransactionScope(async scope => {
    await scope.insert('points', { name: 'scoped' });
    return 'committed';
  }, ctx);
  const undone = await failed(mysql.beginTransactionScope(async scope => {
    await scope.insert('points', { name: 'gone' });
    throw new Error('changed my mind');
  }));
  ctx.body = { value, undone, after: await failed(lost.query('SELECT 1')), names: (await mysql.select('points', { orders: [ 'id' ] })).map(({ name }) => name) };
};
