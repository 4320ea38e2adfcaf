const Knex = require('knex');
mariadb(async s => {
  const k = Knex({ client: 'mysql2', connection: { host: s.host, port: s.port, user: s.user, database: s.database }, pool: { min: 0, max: 3 } });
  await k.raw('create database if not exists kx');
  await k.raw('drop table if exists kx.t');
  await k.schema.withSchema('kx').createTable('t', t => {
    t.increments();
    t.string('name', 20).notNullable().index();
    t.decimal('p', 8, 2);
    t.timestamp('at').defaultTo(k.fn.now());
    t.json('j');
  });
  const t = () => k('t').withSchema('kx');
  show(
    await t().insert([ { name: 'é', p: 1.5, j: JSON.stringify({ a: 1 }) }, { name: 'b' } ]),
    await t().select('id', 'name', 'p').orderBy('id', 'desc'),
    await t().where('name', 'like', 'b%').orWhere(q => q.whereIn('id', [ 9 ])).first('id')
  );
  await k.transaction(async x => {
    await x('t').withSchema('kx').where({ id: 1 }).update({ name: 'z' });
    throw new Error('undo');
  }).catch(e => show(e.message));
  show(await t().count('* as n').groupBy('name'), t().join('u', 'u.id', 't.id').where({ a: 1 }).toString());
  const l = [];
  for await (const r of t().stream()) l.push(r.id);
  show(l);
  await k('nope').catch(e => show(e.code, e.errno, e.message));
  await k.destroy();
  show(Knex({ client: 'pg' })('a').insert({ b: 1 }).onConflict('b').merge().toSQL().toNative());
});
