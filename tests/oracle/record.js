#!/usr/bin/env node
'use strict';

// Records fixtures/*/expected.json from real egg. See README.md beside this file.
//   node tests/oracle/record.js [--check] [--verbose] [NAME...]

const fs = require('fs');
const os = require('os');
const path = require('path');
const zlib = require('zlib');
const { execFileSync, spawn } = require('child_process');
const { Connection, requestBytes, keepCookies } = require('./http');
const normalise = require('./normalise');

const root = path.resolve(__dirname, '../..');
const fixturesDir = path.join(root, 'fixtures');
const oracleDir = path.join(root, 'target/oracle');
const manifest = require('./package.json');

// egg pins its dependencies with ranges only: resolving them as of one day makes a later recording the same recording
const RESOLVED_AS_OF = '2026-11-21';
const START_TIMEOUT_MS = 60000;
const ANSWER_TIMEOUT_MS = 15000;
// how a server environment is usually paired with NODE_ENV, which egg and its plugins read too
const NODE_ENV = { unittest: 'test', local: 'development' };

function install() {
  const stamp = path.join(oracleDir, 'package.json');
  const wanted = JSON.stringify({ ...manifest, resolvedAsOf: RESOLVED_AS_OF }, null, 2);
  const done = path.join(oracleDir, 'node_modules/.coddle-oracle');
  if (fs.existsSync(done) && fs.readFileSync(done, 'utf8') === wanted) return;
  fs.rmSync(path.join(oracleDir, 'node_modules'), { recursive: true, force: true });
  fs.mkdirSync(oracleDir, { recursive: true });
  fs.writeFileSync(stamp, wanted);
  const args = [ 'install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', `--before=${RESOLVED_AS_OF}` ];
  execFileSync('npm', args, { cwd: oracleDir, stdio: 'inherit' });
  fs.writeFileSync(done, wanted);
}

/** A fresh copy of the fixture, with the shared files it names, inside the oracle's folder, where `require('egg')` finds the real one. */
function copyApplication(name, shared = []) {
  const baseDir = path.join(oracleDir, 'apps', name);
  fs.rmSync(baseDir, { recursive: true, force: true });
  fs.cpSync(path.join(fixturesDir, name), baseDir, { recursive: true });
  fs.rmSync(path.join(baseDir, 'expected.json'), { force: true });
  for (const file of shared) fs.cpSync(path.join(fixturesDir, '.shared', file), path.join(baseDir, file), { errorOnExist: true, force: false });
  const packages = path.join(baseDir, 'packages');
  if (fs.existsSync(packages)) fs.renameSync(packages, path.join(baseDir, 'node_modules'));
  const home = path.join(oracleDir, 'homes', name);
  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(home, { recursive: true });
  return { baseDir, home };
}

function environment(fixture, baseDir, home) {
  const env = { PATH: process.env.PATH, HOME: home, EGG_HOME: home, TZ: 'UTC', LANG: 'C.UTF-8' };
  if (fixture.env) {
    env.EGG_SERVER_ENV = fixture.env;
    env.NODE_ENV = NODE_ENV[fixture.env] || 'production';
  }
  for (const [ name, value ] of Object.entries(fixture.vars || {})) env[name] = value.replaceAll('{baseDir}', baseDir);
  return env;
}

/** Starts the application. @return {Promise<{ child, port?, error? }>} */
function start(name, fixture, baseDir, home, verbose) {
  const child = spawn(process.execPath, [ path.join(__dirname, 'serve.js') ], {
    cwd: baseDir,
    env: environment(fixture, baseDir, home),
    stdio: [ 'ignore', 'pipe', 'pipe' ],
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const giveUp = why => {
      child.kill('SIGKILL');
      reject(new Error(`${name}: ${why}\n${output}`));
    };
    const timer = setTimeout(() => giveUp('did not start in time'), START_TIMEOUT_MS);
    let stdout = '';
    child.stdout.on('data', chunk => {
      stdout += chunk;
      const said = /^oracle (listening on|failed) (.*)$/m.exec(stdout);
      if (!said) return;
      clearTimeout(timer);
      if (said[1] === 'failed') resolve({ child, error: JSON.parse(said[2]) });
      else resolve({ child, port: Number(said[2]) });
    });
    for (const stream of [ child.stdout, child.stderr ]) {
      stream.on('data', chunk => {
        output += chunk;
        if (verbose) process.stderr.write(chunk);
      });
    }
    child.on('exit', code => {
      clearTimeout(timer);
      giveUp(`ended with ${code} before it listened`);
    });
  });
}

async function ask(fixture, port, places) {
  const jar = new Map();
  const answers = [];
  let connection;
  for (const request of fixture.requests) {
    if (!connection || !request.reuse) {
      if (connection) connection.close();
      connection = new Connection(port);
    }
    await connection.send(requestBytes(request, jar));
    if (request.abort) {
      connection.close();
      connection = undefined;
      answers.push({ name: request.name, aborted: true });
      continue;
    }
    if (request.end) connection.end();
    const answer = await connection.read({
      head: (request.raw === undefined ? request.method : request.raw.split(' ')[0]) === 'HEAD',
      timeoutMs: request.timeoutMs || ANSWER_TIMEOUT_MS,
    });
    if (answer.timeout && !request.timeoutMs) throw new Error(`no answer to "${request.name}"`);
    keepCookies(answer, jar);
    if (request.gunzip) gunzip(request, answer);
    answers.push(describe(request, normalise(answer, places)));
  }
  if (connection) connection.close();
  return answers;
}

/** Two compressors make different bytes of one text: what is compared is the text. */
function gunzip(request, answer) {
  if (!answer.body) throw new Error(`no body to unpack in the answer to "${request.name}"`);
  answer.body = zlib.gunzipSync(answer.body);
  answer.headers = answer.headers.map(([ name, value ]) => [ name, name === 'content-length' ? '<n>' : value ]);
}

/** An answer in the shape of expected.json. */
function describe(request, answer) {
  const out = { name: request.name };
  if (answer.timeout || answer.closed) return { ...out, ...answer };
  if (answer.version !== 'HTTP/1.1') out.version = answer.version;
  out.status = answer.status;
  out.message = answer.message;
  if (answer.interim) out.interim = answer.interim;
  if (answer.incomplete) out.incomplete = answer.incomplete;
  const ignored = (request.ignoreHeaders || []).map(name => name.toLowerCase());
  out.headers = answer.headers.filter(([ name ]) => !ignored.includes(name));
  if (request.extract) {
    if (typeof answer.body !== 'string') throw new Error(`"${request.name}" extracts from a body that is not text`);
    out.extracts = request.extract.map(pattern => [ ...new Set(answer.body.match(new RegExp(pattern, 'g'))) ]);
    out.headers = out.headers.filter(([ name ]) => name !== 'content-length');
  } else if (typeof answer.body === 'string') out.body = answer.body;
  else out.bodyBase64 = answer.body.toString('base64');
  return out;
}

async function record(name, verbose) {
  const fixture = JSON.parse(fs.readFileSync(path.join(fixturesDir, name, 'fixture.json'), 'utf8'));
  const { baseDir, home } = copyApplication(name, fixture.shared);
  const recorded = { egg: manifest.dependencies.egg, node: process.version };
  const { child, port, error } = await start(name, fixture, baseDir, home, verbose);
  child.removeAllListeners('exit');
  const places = [
    [ path.join(oracleDir, 'node_modules/egg'), '<framework>' ],
    [ baseDir, '<baseDir>' ],
    [ home, '<home>' ],
    [ `127.0.0.1:${port}`, '127.0.0.1:<port>' ],
  ];
  try {
    if (fixture.fails) {
      if (!error) throw new Error(`${name}: should not start, but did`);
      recorded.error = { ...error, message: normalise.text(error.message, places) };
    } else {
      if (error) throw new Error(`${name}: did not start: ${error.name}: ${error.message}`);
      recorded.answers = await ask(fixture, port, places);
    }
  } catch (problem) {
    problem.message = problem.message.startsWith(name) ? problem.message : `${name}: ${problem.message}`;
    throw problem;
  } finally {
    const gone = new Promise(resolve => (child.exitCode !== null || child.signalCode ? resolve() : child.once('exit', resolve)));
    child.kill('SIGKILL');
    await gone;
  }
  return `${pretty(recorded)}\n`;
}

/** JSON with a header a line. */
function pretty(value) {
  const string = '"(?:[^"\\\\]|\\\\.)*"';
  return JSON.stringify(value, null, 2).replace(new RegExp(`\\[\\s+(${string}),\\s+(${string})\\s+\\]`, 'g'), '[ $1, $2 ]');
}

/** Lines of two recordings that differ, enough to see where to look. */
function differences(before, after) {
  const a = before.split('\n');
  const b = after.split('\n');
  const out = [];
  for (let i = 0; i < Math.max(a.length, b.length) && out.length < 20; i++) {
    if (a[i] !== b[i]) out.push(`  line ${i + 1}\n  - ${a[i]}\n  + ${b[i]}`);
  }
  return out.join('\n');
}

async function main() {
  const flags = process.argv.slice(2).filter(arg => arg.startsWith('--'));
  const unknown = flags.filter(flag => ![ '--check', '--verbose' ].includes(flag));
  if (unknown.length) throw new Error(`unknown option ${unknown.join(' ')}: usage: record.js [--check] [--verbose] [NAME...]`);
  const check = flags.includes('--check');
  let names = process.argv.slice(2).filter(arg => !arg.startsWith('--')).map(arg => path.basename(arg));
  if (!names.length) {
    names = fs.readdirSync(fixturesDir).filter(name => fs.existsSync(path.join(fixturesDir, name, 'fixture.json'))).sort();
  }
  install();

  let failed = 0;
  const queue = [ ...names ];
  const lane = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      try {
        const after = await record(name, flags.includes('--verbose'));
        const file = path.join(fixturesDir, name, 'expected.json');
        const before = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
        const changed = before !== after;
        if (check && changed) failed++;
        if (!check && changed) fs.writeFileSync(file, after);
        console.log(`${changed ? (check ? 'DIFFERS ' : 'recorded') : 'same    '} ${name}`);
        if (changed && before) console.log(differences(before, after));
      } catch (error) {
        failed++;
        console.log(`FAILED   ${error.stack}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(os.cpus().length, names.length) }, lane));
  if (failed) {
    console.log(`${failed} of ${names.length} fixtures ${check ? 'differ or failed' : 'failed'}`);
    process.exitCode = 1;
  }
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 2;
});
