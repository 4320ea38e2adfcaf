'use strict';

// NODE-019 NODE-061 NODE-063: a script that another one forked: its arguments, and messages both ways.

const assert = require('assert');
const cp = require('child_process');

if (process.argv[2] === 'child') {
  assert.deepStrictEqual([process.connected, process.argv.slice(2), process.env.NODE_CHANNEL_FD], [true, ['child', 'x'], undefined]);
  assert.deepStrictEqual(process.execArgv, ['--no-warnings']);
  process.on('message', (message) => {
    process.send({ echo: message });
    if (message === 'last') process.disconnect();
  });
  process.on('disconnect', () => process.stdout.write('disconnected'));
  process.send('ready');
} else {
  const child = cp.fork(__filename, ['child', 'x'], { execArgv: ['--no-warnings'], silent: true });
  assert.throws(() => child.send(), { code: 'ERR_MISSING_ARGS', message: 'The "message" argument must be specified' });
  assert.throws(() => child.send(5n), { code: 'ERR_INVALID_ARG_TYPE' });
  const got = [];
  let output = '';
  let sent = 0;
  child.stdout.on('data', (data) => { output += data; });
  child.stderr.pipe(process.stderr);
  child.on('message', (message) => {
    got.push(message);
    if (message !== 'ready') return;
    assert.strictEqual(child.send({ list: [1, null], gone: undefined }, (error) => {
      assert.strictEqual(error, null);
      sent++;
    }), true);
    child.send('é'.repeat(1e5));
    child.send('last');
  });
  child.on('disconnect', () => {
    assert.deepStrictEqual([child.connected, child.channel], [false, null]);
    child.once('error', (error) => assert.strictEqual(error.code, 'ERR_IPC_DISCONNECTED'));
    child.disconnect();
    child.send('late', (error) => {
      assert.deepStrictEqual([error.code, error.message], ['ERR_IPC_CHANNEL_CLOSED', 'Channel closed']);
      sent++;
    });
  });
  child.on('close', (code) => {
    assert.strictEqual(code, 0);
    assert.deepStrictEqual(got, ['ready', { echo: { list: [1, null] } }, { echo: 'é'.repeat(1e5) }, { echo: 'last' }]);
    assert.strictEqual(output, 'disconnected');
  });

  process.on('exit', () => assert.strictEqual(sent, 2));

  // A child that only sends ends by itself.
  if (process.argv[2] === undefined) {
    const other = cp.fork(require.resolve('./support/sends.js'));
    other.on('message', (message) => assert.deepStrictEqual(message, { from: 'child' }));
    other.on('exit', (code) => assert.strictEqual(code, 6));
  }
}
