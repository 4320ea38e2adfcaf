'use strict';

/** What the scripts of use/ find as globals. They run in the program under test; what they print is compared with Node's. */

const { existsSync } = require('fs');
const http = require('http');
const { join } = require('path');
const zlib = require('zlib');
const { inspect } = require('util');

/** Prints values on one line, whole. */
globalThis.show = (...values) => console.log(values.map(value => inspect(value, { depth: null, breakLength: Infinity, sorted: false })).join(' '));

const settled = promise => Promise.resolve(promise).catch(error => {
  console.log(error);
  process.exitCode = 1;
});

/** Calls `use(base)` with the address of the server of ./server.js, which the run has started under Node. */
globalThis.serve = use => settled(use(process.env.PACKAGES_HTTP));

/** Calls `use` with the address of a database, or says that there is none. */
const database = (name, variable) => use => {
  if (!process.env[variable]) return console.log(`no ${name} here`);
  return settled(use(JSON.parse(process.env[variable])));
};
globalThis.redis = database('Redis', 'PACKAGES_REDIS');
globalThis.mariadb = database('MariaDB', 'PACKAGES_MARIADB');
globalThis.postgresql = database('PostgreSQL', 'PACKAGES_POSTGRESQL');

/** Serves `app` and prints its answers to `list` of `[method, path, body, headers]`, with the headers of `shown`. */
globalThis.requests = async (app, list, shown) => {
  const server = http.createServer(app);
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  for (const [ method, path, body, headers = {} ] of list) {
    await new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const request = http.request({ port: server.address().port, host: '127.0.0.1', method, path, headers: { ...headers, ...length } }, answer => {
        const chunks = [];
        // What two compressors make of the same text differs.
        const body = answer.headers['content-encoding'] === 'gzip' ? answer.pipe(zlib.createGunzip()) : answer;
        body.on('data', chunk => chunks.push(chunk)).on('end', () => {
          const text = Buffer.concat(chunks).toString().replace(/(?:\/[\w.-]+)+\/node_modules\/.*/g, '<stack>');
          show(method, path, answer.statusCode, text.length > 300 ? text.length : text);
          for (const name of shown) if (answer.headers[name] !== undefined) show(' ', name, answer.headers[name]);
          resolve();
        }).on('error', reject);
      });
      request.on('error', reject).end(body);
    });
  }
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
};

const script = `./use/${process.argv[2]}`;
if (existsSync(join(__dirname, `${script}.mjs`))) settled(import(`${script}.mjs`));
else require(`${script}.js`);
