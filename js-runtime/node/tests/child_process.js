'use strict';

// NODE-019: programs run beside the script, their streams, their end, and the errors of those that cannot be started.

const assert = require('assert');
const cp = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { promisify } = require('util');
const { check } = require('./support/outcome.js');

check([
  [() => cp.spawn(''), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'file\' cannot be empty. Received \'\''],
  [() => cp.spawn(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "file" argument must be of type string. Received type number (5)'],
  [() => cp.spawn('ls', 'a'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "args" argument must be of type object. Received type string (\'a\')'],
  [() => cp.spawn('ls', [], 'x'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options" argument must be of type object. Received type string (\'x\')'],
  [() => cp.spawn('ls', [], { cwd: 5 }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.cwd" property must be of type string or an instance of Buffer or URL. Received type number (5)'],
  [() => cp.spawn('ls', ['\0']), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'args[0]\' must be a string without null bytes. Received \'\\x00\''],
  [() => cp.spawn('ls', [], { uid: 'a' }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.uid" property must be int32. Received type string (\'a\')'],
  [() => cp.spawn('ls', [], { stdio: 'x' }), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'stdio\' is invalid. Received \'x\''],
  [() => cp.spawn('ls', [], { stdio: ['x'] }), 'throws TypeError ERR_INVALID_SYNC_FORK_INPUT: Asynchronous forks do not support Buffer, TypedArray, DataView or string input: \'x\''],
  [() => cp.spawn('ls', [], { stdio: ['ipc', 'ipc'] }), 'throws Error ERR_IPC_ONE_PIPE: Child process can have only one IPC pipe'],
  [() => cp.spawn('ls', [], { shell: 5 }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.shell" property must be one of type boolean or string. Received type number (5)'],
  [() => cp.spawn('ls', [], { timeout: -1 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "timeout" is out of range. It must be an unsigned integer. Received -1'],
  [() => cp.spawn('ls', [], { killSignal: 'x' }), 'throws TypeError ERR_UNKNOWN_SIGNAL: Unknown signal: x'],
  [() => cp.spawn('ls', [], { signal: 5 }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.signal" property must be an instance of AbortSignal. Received type number (5)'],
  [() => cp.spawnSync('ls', { maxBuffer: 'a' }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.maxBuffer" is out of range. It must be a positive number. Received \'a\''],
  [() => cp.spawnSync('ls', { input: 5 }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.stdio[0]" property must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => cp.exec(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "command" argument must be of type string. Received type number (5)'],
  [() => cp.fork(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "modulePath" argument must be of type string or an instance of Buffer or URL. Received type number (5)'],
  [() => cp.fork('x', { stdio: ['pipe'] }), 'throws Error ERR_CHILD_PROCESS_IPC_REQUIRED: Forked processes must have an IPC channel, missing value \'ipc\' in options.stdio'],
  [() => cp.fork('x', { serialization: 'x' }), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.serialization\' must be one of: undefined, \'json\', \'advanced\'. Received \'x\''],
]);

// ---- Waited for ------------------------------------------------------------------------------------------------------

const told = cp.spawnSync('sh', ['-c', 'echo a; echo b >&2; exit 3'], { encoding: 'utf8' });
assert.deepStrictEqual([told.status, told.signal, told.output, told.error], [3, null, [null, 'a\n', 'b\n'], undefined]);
assert.strictEqual(cp.spawnSync('cat', { input: 'x'.repeat(3e5) }).stdout.length, 3e5);
const lost = cp.spawnSync('coddle-no-such-program', ['x']);
assert.deepStrictEqual(
  [lost.error.message, lost.error.code, lost.error.errno, lost.error.path, lost.error.spawnargs, lost.status, lost.pid],
  ['spawnSync coddle-no-such-program ENOENT', 'ENOENT', -2, 'coddle-no-such-program', ['x'], null, 0]);
const late = cp.spawnSync('sleep', ['50'], { timeout: 20, killSignal: 'SIGKILL' });
assert.deepStrictEqual([late.error.code, late.signal, late.status], ['ETIMEDOUT', 'SIGKILL', null]);
assert.strictEqual(cp.spawnSync('sh', ['-c', 'echo abcdef; sleep 50'], { maxBuffer: 3 }).error.code, 'ENOBUFS');
assert.strictEqual(cp.execSync('echo $0 $X', { env: { X: 'y' }, shell: '/bin/sh', encoding: 'utf8' }), '/bin/sh y\n');
assert.throws(() => cp.execFileSync('sh', ['-c', 'echo out; echo err >&2; exit 4'], { stdio: 'pipe' }), (error) => {
  assert.strictEqual(error.message, 'Command failed: sh -c echo out; echo err >&2; exit 4\nerr\n');
  assert.deepStrictEqual([error.status, String(error.stdout), String(error.stderr)], [4, 'out\n', 'err\n']);
  return true;
});

// ---- Beside the script -----------------------------------------------------------------------------------------------

const pending = new Map();
function expected(name, count = 1) {
  pending.set(name, count);
  return () => pending.set(name, pending.get(name) - 1);
}
process.on('exit', () => {
  assert.deepStrictEqual([...pending].filter(([, count]) => count !== 0), []);
});

{
  // The order of a child's life.
  const events = [];
  const done = expected('order');
  const child = cp.spawn('sh', ['-c', 'echo out; exit 3']);
  child.on('spawn', () => events.push('spawn'));
  child.stdout.on('data', (data) => events.push(`data ${data}`));
  child.on('exit', (code, signal) => {
    events.push(`exit ${code} ${signal}`);
    assert.strictEqual(child.kill(), false);
  });
  child.on('close', (code, signal) => {
    events.push(`close ${code} ${signal}`);
    // Output and exit come when they come; the start is first and the close last.
    assert.deepStrictEqual([...events].sort(), ['close 3 null', 'data out\n', 'exit 3 null', 'spawn']);
    assert.deepStrictEqual([events[0], events[3], child.exitCode, child.signalCode], ['spawn', 'close 3 null', 3, null]);
    done();
  });
  assert.ok(child.pid > 0);
  assert.deepStrictEqual(child.spawnargs, ['sh', '-c', 'echo out; exit 3']);
}

{
  const done = expected('ENOENT', 2);
  const child = cp.spawn('coddle-no-such-program', ['a']);
  assert.strictEqual(child.pid, undefined);
  child.on('spawn', () => assert.fail('nothing was started'));
  child.on('error', (error) => {
    assert.deepStrictEqual(
      [error.message, error.code, error.errno, error.syscall, error.path, error.spawnargs],
      ['spawn coddle-no-such-program ENOENT', 'ENOENT', -2, 'spawn coddle-no-such-program', 'coddle-no-such-program', ['a']]);
    done();
  });
  child.on('close', (code) => {
    assert.strictEqual(code, -2);
    done();
  });
}

{
  // A child that takes in and gives out more than any pipe holds.
  const done = expected('flow');
  const child = cp.spawn('cat');
  let length = 0;
  child.stdout.on('data', (data) => { length += data.length; });
  child.on('close', () => {
    assert.strictEqual(length, 3e6);
    done();
  });
  child.stdin.end(Buffer.alloc(3e6));
}

{
  // Further descriptors, files and the null device.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'child-'));
  const out = fs.openSync(path.join(folder, 'out'), 'w');
  const done = expected('stdio', 2);
  const child = cp.spawn('sh', ['-c', 'cat; echo three >&3; cat <&4'], { stdio: ['ignore', out, 'inherit', 'pipe', 'pipe'], cwd: folder });
  assert.deepStrictEqual([child.stdin, child.stdout, child.stderr], [null, null, null]);
  child.stdio[3].on('data', (data) => {
    assert.strictEqual(String(data), 'three\n');
    done();
  });
  child.stdio[4].end('four\n');
  child.on('close', () => {
    fs.closeSync(out);
    assert.strictEqual(fs.readFileSync(path.join(folder, 'out'), 'utf8'), 'four\n');
    fs.rmSync(folder, { recursive: true });
    done();
  });
}

{
  // The output of one child is the input of another.
  const done = expected('lent');
  const first = cp.spawn('echo', ['through']);
  const second = cp.spawn('tr', ['a-z', 'A-Z'], { stdio: [first.stdout, 'pipe', 'inherit'] });
  second.stdout.on('data', (data) => {
    assert.strictEqual(String(data), 'THROUGH\n');
    done();
  });
}

for (const [how, options, start] of [
  ['kill', {}, (child) => child.kill()],
  ['timeout', { timeout: 10 }, () => {}],
]) {
  const done = expected(how);
  const child = cp.spawn('sleep', ['50'], options);
  child.on('exit', (code, signal) => {
    assert.deepStrictEqual([code, signal, child.killed, child.signalCode], [null, 'SIGTERM', true, 'SIGTERM']);
    done();
  });
  start(child);
}

{
  const done = expected('abort', 2);
  const controller = new AbortController();
  const child = cp.spawn('sleep', ['50'], { signal: controller.signal, killSignal: 'SIGKILL' });
  child.on('error', (error) => {
    assert.deepStrictEqual([error.name, error.code, error.cause.name], ['AbortError', 'ABORT_ERR', 'AbortError']);
    done();
  });
  child.on('exit', (code, signal) => {
    assert.strictEqual(signal, 'SIGKILL');
    done();
  });
  controller.abort();
}

{
  const done = expected('exec', 4);
  cp.exec('echo out; echo err >&2; exit 5', (error, stdout, stderr) => {
    assert.deepStrictEqual(
      [error.message, error.code, error.killed, error.signal, error.cmd, stdout, stderr],
      ['Command failed: echo out; echo err >&2; exit 5\nerr\n', 5, false, null, 'echo out; echo err >&2; exit 5', 'out\n', 'err\n']);
    done();
  });
  cp.exec('sleep 50', { timeout: 10 }, (error) => {
    assert.deepStrictEqual([error.killed, error.signal], [true, 'SIGTERM']);
    done();
  });
  cp.exec('echo 123456; sleep 50', { maxBuffer: 3 }, (error, stdout) => {
    assert.deepStrictEqual([error.code, error.message, stdout], ['ERR_CHILD_PROCESS_STDIO_MAXBUFFER', 'stdout maxBuffer length exceeded', '123']);
    done();
  });
  cp.execFile('printf', ['\\303\\251'], { encoding: 'buffer' }, (error, stdout) => {
    assert.strictEqual(stdout.toString(), 'é');
    done();
  });
}

{
  const done = expected('promisify', 2);
  promisify(cp.exec)('echo x; exit 1').catch((error) => {
    assert.deepStrictEqual([error.code, error.stdout, error.stderr], [1, 'x\n', '']);
    done();
  });
  const promise = promisify(cp.execFile)('echo', ['y']);
  assert.ok(promise.child.pid > 0);
  promise.then(({ stdout }) => {
    assert.strictEqual(stdout, 'y\n');
    done();
  });
}

{
  // Nobody waits for this one.
  const child = cp.spawn('sleep', ['50'], { detached: true, stdio: 'ignore' });
  child.unref();
  process.on('exit', () => process.kill(-child.pid, 'SIGKILL'));
}
