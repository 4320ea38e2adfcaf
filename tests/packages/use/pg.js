const { Client, Pool } = require('pg');
postgresql(async settings => {
  const client = new Client(settings);
  await client.connect();
  await client.query('DROP TABLE IF EXISTS t');
  await client.query('CREATE TABLE t (id SERIAL PRIMARY KEY, name TEXT, at TIMESTAMPTZ, j JSONB, a INT[], b BYTEA)');
  const { rows: [ row ], rowCount } = await client.query('INSERT INTO t (name, at, j, a, b) VALUES ($1, $2, $3, $4, $5) RETURNING *', [ 'é字', new Date(0), { x: [ 1 ] }, [ 1, 2 ], Buffer.from([ 1, 2 ]) ]);
  show(row, rowCount, (await client.query({ name: 'prepared', text: 'SELECT $1::int + 1 AS n', values: [ 4 ] })).rows);
  await client.query('SELECT nothing').catch(error => show(error.code, error.message));
  const note = new Promise(resolve => client.on('notification', ({ channel, payload }) => resolve([ channel, payload ])));
  await client.query('LISTEN c');
  await client.query("NOTIFY c, 'told'");
  show(await note);
  await client.end();
  const pool = new Pool({ ...settings, max: 2 });
  show((await Promise.all([ 1, 2, 3 ].map(n => pool.query('SELECT $1::text AS n', [ n ])))).map(answer => answer.rows[0].n));
  await pool.end();
});
