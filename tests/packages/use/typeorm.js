const { DataSource, EntitySchema, MoreThan, In } = require('typeorm');
mariadb(async s => {
  const User = new EntitySchema({ name: 'user', columns: { id: { type: Number, primary: true, generated: true }, name: { type: String, length: 50 }, at: { type: 'datetime', nullable: true } }, relations: { posts: { type: 'one-to-many', target: 'post', inverseSide: 'user', cascade: true } } });
  const Post = new EntitySchema({ name: 'post', columns: { id: { type: Number, primary: true, generated: true }, title: { type: String } }, relations: { user: { type: 'many-to-one', target: 'user', joinColumn: true } } });
  const root = await require('mysql2/promise').createConnection(s);
  await root.query('create database if not exists torm');
  await root.end();
  const ds = await new DataSource({ type: 'mysql', connectorPackage: 'mysql2', host: s.host, port: s.port, username: s.user, database: 'torm', synchronize: true, dropSchema: true, entities: [ User, Post ] }).initialize();
  const users = ds.getRepository('user');
  const u = await users.save({ name: '李', at: new Date('2020-01-01T00:00:00Z'), posts: [ { title: 'a' }, { title: 'b' } ] });
  show(u.id, u.posts.length);
  await users.insert({ name: 'bob' });
  show(await users.find({ where: { id: MoreThan(0) }, relations: { posts: true }, order: { id: 'DESC', posts: { id: 'ASC' } } }));
  show(
    await ds.createQueryBuilder('user', 'u').leftJoinAndSelect('u.posts', 'p').where('u.name in (:...n)', { n: [ '李' ] }).getManyAndCount(),
    await users.count({ where: { name: In([ 'bob' ]) } })
  );
  await ds.transaction(async m => { await m.update('user', { name: 'bob' }, { name: 'rob' }); throw new Error('back'); }).catch(e => show(e.message));
  show((await users.findOneBy({ name: 'bob' })).id, await users.delete({ name: 'bob' }));
  await users.query('select * from nope').catch(e => show(e.code, e.name));
  await ds.destroy();
});
