const mysql = require('mysql');
mariadb(async settings => {
  const pool = mysql.createPool({ ...settings, connectionLimit: 2, dateStrings: true });
  const query = (...args) => new Promise((resolve, reject) => pool.query(...args, (error, rows) => (error ? reject(error) : resolve(rows))));
  await query('DROP TABLE IF EXISTS old');
  await query('CREATE TABLE old (id BIGINT PRIMARY KEY AUTO_INCREMENT, text VARCHAR(20), at DATETIME, f DOUBLE, b BLOB) CHARACTER SET utf8mb4');
  show((await query('INSERT INTO old SET ?', { text: '旧é', at: '2020-01-02 03:04:05', f: 0.25, b: Buffer.from([ 0, 255 ]) })).insertId);
  show((await query('SELECT * FROM old WHERE text = ? AND id IN (?)', [ '旧é', [ 1, 2 ] ])).map(row => ({ ...row })));
  show(mysql.escape({ a: [ 1, "it's" ], b: null }), mysql.format('?? = ?', [ 'x.y', 7 ]));
  const names = [];
  await new Promise(resolve => pool.query('SELECT 1 AS n UNION SELECT 2').on('result', row => names.push(row.n)).on('end', resolve));
  show(names);
  await query('SELECT * FROM nowhere').catch(error => show(error.code, error.errno, error.sqlState));
  await new Promise((resolve, reject) => pool.end(error => (error ? reject(error) : resolve())));
});
