'use strict';

// NODE-005 NODE-011 NODE-022 NODE-029 NODE-031: members of Node 20's later releases.
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coddle-late-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'lines');
fs.writeFileSync(file, 'one\r\ntwo\n\nfour');

async function handles() {
  const handle = await fs.promises.open(file);
  const lines = [];
  for await (const line of handle.readLines()) lines.push(line);
  assert.deepStrictEqual(lines, ['one', 'two', '', 'four']);

  const streamed = await fs.promises.open(file);
  const chunks = [];
  for await (const chunk of streamed.readableWebStream()) chunks.push(new Uint8Array(chunk));
  assert.strictEqual(Buffer.concat(chunks).toString(), fs.readFileSync(file, 'utf8'));
  assert.throws(() => streamed.readableWebStream(), { code: 'ERR_INVALID_STATE' });
  await streamed.close();
  assert.throws(() => streamed.readableWebStream(), { code: 'ERR_INVALID_STATE' });

  // Closing the file ends its stream.
  const closed = await fs.promises.open(file);
  const reader = closed.readableWebStream().getReader();
  await closed.close();
  await reader.closed;
}

function pairs() {
  const [one, other] = require('stream').duplexPair();
  const heard = [];
  other.setEncoding('utf8').on('data', (text) => {
    heard.push(text);
    other.write(text.toUpperCase());
  });
  one.setEncoding('utf8').on('data', (text) => heard.push(text));
  other.on('end', () => other.end());
  return new Promise((resolve) => {
    one.on('end', () => resolve(assert.deepStrictEqual(heard, ['abc', 'ABC'])));
    one.end('abc');
  });
}

async function breaksOff() {
  // A loop that throws has destroyed its stream when the error is caught.
  const readable = new (require('stream').Readable)({ read() { this.push('x'); } });
  await assert.rejects(async () => {
    for await (const chunk of readable) throw new Error(`at ${chunk}`);
  }, { message: 'at x' });
  assert.strictEqual(readable.destroyed, true);
}

assert.strictEqual(URL.parse('nothing'), null);
assert.strictEqual(URL.parse('b', 'http://a/x').href, 'http://a/b');
assert.strictEqual(require('url').parse('\b http://a/ \0').href, 'http://a/');
assert.deepStrictEqual({ ...require('querystring').parse('a=%\u0100&b=%41') }, { a: '%\u0100', b: 'A' });

fs.writeFileSync(path.join(folder, 'env'), 'CODDLE_LATE=1\nPATH=nothing\n');
process.loadEnvFile(path.join(folder, 'env'));
assert.strictEqual(process.env.CODDLE_LATE, '1');
assert.notStrictEqual(process.env.PATH, 'nothing');
assert.strictEqual(process.sourceMapsEnabled, false);

const { startupSnapshot } = require('v8');
assert.ok(!startupSnapshot.isBuildingSnapshot());
assert.throws(() => startupSnapshot.addSerializeCallback(() => {}), { code: 'ERR_NOT_BUILDING_SNAPSHOT' });

// A function whose own `apply` is something else is called all the same.
const ticked = Object.assign(() => { ticked.count = (ticked.count ?? 0) + 1; }, { apply: 'no', call: 'no' });
setTimeout(ticked, 1, 'argument');
setImmediate(ticked, 'argument');
process.on('exit', () => assert.strictEqual(ticked.count, 2));

const { spawnSync } = require('child_process');
const warned = (...flags) => spawnSync(process.execPath, [...process.execArgv, ...flags, '-e', "require('punycode')"], { encoding: 'utf8' }).stderr;
assert.match(warned('--pending-deprecation'), /DEP0040/);

Promise.all([handles(), pairs(), breaksOff(), new Blob(['x']).bytes().then((bytes) => assert.deepStrictEqual(bytes, new Uint8Array([120])))])
  .catch((error) => process.nextTick(() => { throw error; }));
