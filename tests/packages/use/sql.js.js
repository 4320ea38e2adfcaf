require('sql.js')().then(SQL => {
  const db = new SQL.Database();
  db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, price REAL, data BLOB)');
  const insert = db.prepare('INSERT INTO t (name, price, data) VALUES (?, ?, ?)');
  for (let n = 0; n < 200; n++) insert.run([ `é ${n}`, n / 4, new Uint8Array([ n, 255 - n ]) ]);
  insert.free();
  show(db.exec('SELECT count(*), sum(price), max(name) FROM t'), db.exec('SELECT * FROM t WHERE id = 7'));
  db.create_function('twice', number => number * 2);
  show(db.exec('SELECT twice(21), sqlite_version() > 3')[0].values);
  try { db.exec('SELECT * FROM missing'); } catch (error) { show(error.message); }
  const copy = new SQL.Database(db.export());
  const rows = copy.prepare('SELECT name FROM t WHERE price > $least ORDER BY id DESC LIMIT 2');
  rows.bind({ $least: 10 });
  while (rows.step()) show(rows.getAsObject());
  copy.close();
  db.close();
});
