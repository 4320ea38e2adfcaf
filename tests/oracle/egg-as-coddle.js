#!/usr/bin/env node
'use strict';

// Real egg behind the part of coddle's command line that tests/tests/oracle.rs uses: the replay has to
// pass, which shows that the recorder and the replay read, normalise and compare alike. Needs target/oracle.
//   CODDLE_BIN=$PWD/tests/oracle/egg-as-coddle.js CODDLE_FRAMEWORK=$PWD/target/oracle/node_modules/egg \
//     cargo test -p coddle-tests --test oracle

const path = require('path');
const { spawn } = require('child_process');

const [ command, baseDir, ...rest ] = process.argv.slice(2);
if (command !== 'start') throw new Error(`only start is understood, not ${command}`);
const env = { ...process.env, NODE_PATH: path.resolve(__dirname, '../../target/oracle/node_modules') };
const at = rest.indexOf('--env');
if (at >= 0) env.EGG_SERVER_ENV = rest[at + 1];

const child = spawn(process.execPath, [ path.join(__dirname, 'serve.js') ], { cwd: baseDir, env, stdio: [ 'ignore', 'pipe', 'inherit' ] });
let seen = '';
child.stdout.on('data', chunk => {
  process.stdout.write(chunk);
  const before = seen;
  seen += chunk;
  const listening = /^oracle listening on (\d+)\n/m;
  if (!listening.test(before) && listening.test(seen)) console.log(`coddle listening on http://127.0.0.1:${listening.exec(seen)[1]}`);
});
child.on('exit', code => process.exit(code === null ? 1 : code));
