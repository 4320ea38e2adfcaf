'use strict';

// NODE-061 NODE-062: what a script reads, and the signals that it gets or not, seen from the script that started it.

const assert = require('assert');
const { spawn, spawnSync } = require('child_process');

const roles = {
  // Paused, nothing keeps the process alive, though its input never ends.
  pause() {
    process.stdin.setEncoding('utf8');
    process.stdin.once('data', (text) => {
      process.stdout.write(`read ${text}`);
      setImmediate(() => process.stdin.pause());
    });
  },
  end() {
    let all = '';
    process.stdin.on('data', (data) => { all += data; });
    process.stdin.on('end', () => process.stdout.write(`all ${all}`));
  },
  async iterate() {
    for await (const chunk of process.stdin) process.stdout.write(`chunk ${chunk}`);
  },
  // A signal that nobody listens to any more has its default effect again.
  unlisten() {
    const listener = () => {};
    process.on('SIGINT', listener);
    process.removeListener('SIGINT', listener);
    process.stdout.write('ready');
    setInterval(() => {}, 1000);
  },
  listen() {
    process.on('SIGTERM', (name, number) => {
      process.stdout.write(`got ${name} ${number}`);
      process.exit(3);
    });
    process.stdout.write('ready');
    setInterval(() => {}, 1000);
  },
};

const role = process.argv[2];
if (role !== undefined) {
  roles[role]();
} else {
  const own = (name) => [process.execPath, [__filename, name]];

  let done = 0;
  const paused = spawn(...own('pause'));
  paused.stdin.write('line');
  paused.stdout.on('data', (data) => assert.strictEqual(String(data), 'read line'));
  // One that waits on would hang whoever waits for it.
  const guard = setTimeout(() => paused.kill('SIGKILL'), 20000);
  paused.on('exit', (code) => {
    clearTimeout(guard);
    assert.strictEqual(code, 0);
    done++;
  });

  assert.strictEqual(spawnSync(...own('end'), { input: 'a\nb', encoding: 'utf8', timeout: 20000 }).stdout, 'all a\nb');
  assert.strictEqual(spawnSync(...own('iterate'), { input: 'x', encoding: 'utf8' }).stdout, 'chunk x');
  assert.strictEqual(spawnSync(...own('end'), { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' }).stdout, 'all ');

  for (const [name, signal, ends, output] of [
    ['unlisten', 'SIGINT', [null, 'SIGINT'], 'ready'],
    ['listen', 'SIGTERM', [3, null], 'readygot SIGTERM 15'],
  ]) {
    const child = spawn(...own(name), { stdio: ['ignore', 'pipe', 'inherit'] });
    let seen = '';
    child.stdout.on('data', (data) => {
      if (seen === '') child.kill(signal);
      seen += data;
    });
    child.on('close', (...end) => {
      assert.deepStrictEqual([end, seen], [ends, output]);
      done++;
    });
  }
  process.on('exit', () => assert.strictEqual(done, 3));
}
