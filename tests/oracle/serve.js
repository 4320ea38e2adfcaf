'use strict';

// Child of record.js: starts the egg application of the working directory in single mode and serves it on a free port,
// wired the way egg's app worker does it: the `server` event makes egg attach its clientError handler and timeouts.
// Prints one line on stdout: `oracle listening on <port>` or `oracle failed <json>`.

const http = require('http');
const path = require('path');

const say = line => process.stdout.write(`\noracle ${line}\n`);

function fail(error) {
  const described = error instanceof Error ? error : new Error(String(error));
  say(`failed ${JSON.stringify({ name: described.name, message: described.message, code: described.code })}`);
  console.error(error);
  // let stdout drain, then go even when the half-started application keeps handles open
  process.stdout.write('', () => process.exit(1));
}

/**
 * The folder of package.json's `egg.framework`, undefined when the application names none. egg's commands look it up in the
 * application's packages; `egg.start` alone would look beside egg.
 */
function frameworkOf(baseDir) {
  const { egg = {} } = require(path.join(baseDir, 'package.json'));
  return egg.framework && path.dirname(require.resolve(`${egg.framework}/package.json`, { paths: [ baseDir ] }));
}

async function main() {
  const baseDir = process.cwd();
  const egg = require(require.resolve('egg', { paths: [ baseDir ] }));
  const framework = frameworkOf(baseDir);
  process.on('uncaughtException', fail);
  const app = await egg.start({ baseDir, framework });
  process.removeListener('uncaughtException', fail);

  const server = http.createServer(app.callback());
  app.emit('server', server);
  server.listen(0, '127.0.0.1', () => say(`listening on ${server.address().port}`));
}

main().catch(fail);
