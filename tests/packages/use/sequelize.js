const { Sequelize, DataTypes, Op } = require('sequelize');
mariadb(async ({ socketPath, user, database, host, port }) => {
  const sequelize = new Sequelize(database, user, '', { dialect: 'mysql', host, port, logging: false, pool: { max: 1 }, dialectOptions: { socketPath } });
  const User = sequelize.define('user', { name: { type: DataTypes.STRING, allowNull: false, unique: true }, age: { type: DataTypes.INTEGER, validate: { min: 0 } } }, { timestamps: false });
  const Post = sequelize.define('post', { title: DataTypes.STRING }, { timestamps: false });
  User.hasMany(Post);
  Post.belongsTo(User);
  await sequelize.sync({ force: true });
  const one = await User.create({ name: 'x', age: 3, posts: [ { title: 'p' }, { title: 'q' } ] }, { include: Post });
  show(one.id, (await User.findOne({ where: { age: { [Op.gt]: 1 } }, include: Post })).toJSON(), await Post.count(), await one.increment('age').then(() => one.reload()).then(o => o.age));
  await User.create({ name: 'x' }).catch(error => show(error.name));
  await User.create({ name: 'y', age: -1 }).catch(error => show(error.name, error.message));
  await sequelize.transaction(async transaction => { await User.create({ name: 'gone' }, { transaction }); throw new Error('back'); }).catch(error => show(error.message));
  show(await User.count(), await sequelize.query('SELECT :a AS a', { replacements: { a: "o'k" }, type: Sequelize.QueryTypes.SELECT }));
  await sequelize.close();
});
