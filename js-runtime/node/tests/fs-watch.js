'use strict';

// NODE-003: fs.watch, fs.watchFile, fs.promises.watch: inotify's events as libuv tells them.

const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { once } = require('events');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-watch-'));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));
const fresh = (name) => {
  const folder = path.join(root, name);
  fs.mkdirSync(folder);
  return folder;
};

/** The events of a watcher until `done` is one of them. */
async function until(watcher, done) {
  const seen = [];
  for (;;) {
    const [eventType, filename] = await once(watcher, 'change');
    seen.push(`${eventType} ${filename}`);
    if (seen.at(-1) === done) return seen;
  }
}

async function aFolder() {
  const folder = fresh('folder');
  const watcher = fs.watch(folder);
  assert.ok(watcher instanceof require('events'));
  const appeared = until(watcher, 'change one');
  fs.writeFileSync(path.join(folder, 'one'), 'text');
  assert.deepStrictEqual(await appeared, ['rename one', 'change one']);

  const moved = until(watcher, 'rename two');
  fs.renameSync(path.join(folder, 'one'), path.join(folder, 'two'));
  assert.deepStrictEqual(await moved, ['rename one', 'rename two']);

  const changed = until(watcher, 'rename two');
  fs.chmodSync(path.join(folder, 'two'), 0o600);
  fs.unlinkSync(path.join(folder, 'two'));
  assert.deepStrictEqual(await changed, ['change two', 'rename two']);
  const closed = once(watcher, 'close');
  watcher.close();
  watcher.close();
  await closed;
}

async function aFileThatGoes() {
  const file = path.join(fresh('file'), 'one');
  fs.writeFileSync(file, '');
  // Two watchers of one file are told of all, in the encoding that each asked for.
  const [text, bytes] = [fs.watch(file), fs.watch(file, 'buffer')];
  const both = Promise.all([text, bytes].map(async (watcher) => {
    const seen = [];
    for (let i = 0; i < 3; i++) seen.push(await once(watcher, 'change'));
    return seen;
  }));
  fs.unlinkSync(file);
  const [named, raw] = await both;
  // The count of its links changes, it goes, and the kernel ends the watch.
  assert.deepStrictEqual(named, [['change', 'one'], ['rename', 'one'], ['rename', 'one']]);
  assert.deepStrictEqual(raw, named.map(([type, name]) => [type, Buffer.from(name)]));
  text.close();
  bytes.close();
}

async function aTree() {
  const folder = fresh('tree');
  fs.mkdirSync(path.join(folder, 'below'));
  const watcher = fs.watch(folder, { recursive: true });
  const appeared = until(watcher, 'rename below/deep/one');
  fs.mkdirSync(path.join(folder, 'below/deep'));
  await once(watcher, 'change');
  fs.writeFileSync(path.join(folder, 'below/deep/one'), '');
  await appeared;
  const changed = until(watcher, 'change below/deep/one');
  fs.writeFileSync(path.join(folder, 'below/deep/one'), 'text');
  await changed;
  const gone = until(watcher, 'rename below/deep/one');
  fs.unlinkSync(path.join(folder, 'below/deep/one'));
  await gone;
  watcher.close();
}

async function iterators() {
  const folder = fresh('iterated');
  const stop = new AbortController();
  const events = fs.promises.watch(folder, { signal: stop.signal });
  const first = events.next();
  fs.mkdirSync(path.join(folder, 'new'));
  assert.deepStrictEqual(await first, { done: false, value: { eventType: 'rename', filename: 'new' } });
  const next = events.next();
  stop.abort();
  await assert.rejects(next, { name: 'AbortError', code: 'ABORT_ERR' });
  await assert.rejects(fs.promises.watch(path.join(folder, 'absent')).next(), { code: 'ENOENT', syscall: 'watch' });
}

function errors() {
  const absent = path.join(root, 'absent');
  assert.throws(() => fs.watch(absent), {
    name: 'Error', code: 'ENOENT', errno: -2, syscall: 'watch', path: absent, filename: absent,
    message: `ENOENT: no such file or directory, watch '${absent}'`,
  });
  assert.throws(() => fs.watch(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => fs.watch(root, { encoding: 'nothing' }), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => fs.watch(root, { recursive: true, persistent: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => fs.watchFile(absent), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => fs.watchFile(absent, { interval: -1 }, () => {}), { code: 'ERR_OUT_OF_RANGE' });
}

async function stats() {
  const file = path.join(fresh('stats'), 'one');
  const seen = [];
  const waiting = [];
  const listener = (current, previous) => {
    seen.push([current.size, previous.size]);
    if (waiting.length > 0 && waiting[0].size === current.size) waiting.shift().resolve();
  };
  const sized = (size) => new Promise((resolve) => waiting.push({ size, resolve }));
  // That there is none is told at first.
  let change = sized(0);
  const watcher = fs.watchFile(file, { interval: 5 }, listener);
  await change;
  const steps = [[3, () => fs.writeFileSync(file, 'abc')], [4, () => fs.appendFileSync(file, 'd')], [0, () => fs.unlinkSync(file)]];
  for (const [size, step] of steps) {
    change = sized(size);
    step();
    await change;
  }
  assert.deepStrictEqual([seen[0], seen.at(-1)], [[0, 0], [0, 4]]);
  const stopped = once(watcher, 'stop');
  fs.unwatchFile(file, listener);
  await stopped;

  const sizes = await new Promise((resolve) => {
    fs.watchFile(file, { interval: 5, bigint: true }, (current, previous) => resolve([current.size, previous.size]));
  });
  assert.deepStrictEqual(sizes, [0n, 0n]);
  fs.unwatchFile(file);
}

async function main() {
  // Neither keeps the process alive.
  fs.watch(root, { persistent: false });
  fs.watchFile(root, { persistent: false, interval: 1e6 }, () => {});
  fs.watch(root).unref();
  await aFolder();
  await aFileThatGoes();
  await aTree();
  await iterators();
  errors();
  await stats();
}

let done = false;
main().then(() => { done = true; });
process.on('exit', () => assert.ok(done));
