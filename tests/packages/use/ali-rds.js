const RDS = require('ali-rds');
mariadb(async ({ user, password, ...settings }) => {
  const db = new RDS({ ...settings, user, password, connectionLimit: 2 });
  await db.query('DROP TABLE IF EXISTS users');
  await db.query('CREATE TABLE users (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20), age INT, modified DATETIME) CHARACTER SET utf8mb4');
  const inserted = await db.insert('users', [ { name: '张三', age: 30 }, { name: "O'Neil", age: 41, modified: db.literals.now } ]);
  show(inserted.affectedRows, inserted.insertId);
  show((await db.get('users', { name: '张三' })).age, await db.get('users', { name: 'nobody' }));
  show((await db.select('users', { where: { age: [ 30, 41 ] }, columns: [ 'name', 'age' ], orders: [[ 'age', 'desc' ]], limit: 5, offset: 0 })));
  show((await db.update('users', { id: 1, age: 31 })).affectedRows, await db.count('users'), await db.count('users', { age: 31 }));
  await db.beginTransactionScope(async connection => {
    await connection.insert('users', { name: 'gone' });
    throw new Error('back');
  }).catch(error => show(error.message));
  await db.beginTransactionScope(connection => connection.update('users', { age: 50 }, { where: { name: "O'Neil" } }));
  show((await db.query('SELECT name, age FROM users ORDER BY id')), (await db.delete('users', { id: 1 })).affectedRows);
  await db.query('SELECT nothing FROM nowhere').catch(error => show(error.name, error.code, error.errno));
  await db.end();
});
