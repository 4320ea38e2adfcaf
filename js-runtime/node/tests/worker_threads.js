'use strict';

// NODE-027 NODE-078: threads with worlds of their own, ports between them, and what goes over them.

const assert = require('assert');
const { once } = require('events');
const threads = require('worker_threads');
const { Worker, MessageChannel, BroadcastChannel, receiveMessageOnPort } = threads;

const roles = {
  echo() {
    threads.parentPort.on('message', (message) => {
      if (message === 'end') threads.parentPort.close();
      else threads.parentPort.postMessage({ echo: message });
    });
  },
  port({ port }) {
    port.on('message', (message) => {
      port.postMessage(`${message} back`);
      port.close();
    });
  },
  broadcast() {
    const channel = new BroadcastChannel('coddle-test');
    channel.onmessage = (event) => {
      channel.postMessage(`heard ${event.data}`);
      channel.close();
    };
    threads.parentPort.postMessage('listening');
  },
  fails() { throw Object.assign(new TypeError('inside')); },
  exits() {
    process.on('exit', (code) => threads.parentPort.postMessage(`exit ${code}`));
    process.exit(7);
  },
  loops() {
    threads.parentPort.postMessage('looping');
    for (;;);
  },
  waits() { setInterval(() => {}, 1000); },
  speaks() {
    process.stdout.write('spoken');
    process.stdin.pipe(process.stdout);
  },
  forbidden() {
    assert.throws(() => process.chdir('/'), { code: 'ERR_WORKER_UNSUPPORTED_OPERATION' });
    assert.deepStrictEqual([process.env.GIVEN, process.argv[2], threads.isMainThread], ['yes', 'argument', false]);
  },
};

if (!threads.isMainThread) {
  roles[threads.workerData.role](threads.workerData);
} else {
  main().catch((error) => {
    console.error(error);
    process.exit(1);
  });
}

async function main() {
  const start = (role, options = {}, data = {}) => new Worker(__filename, { ...options, workerData: { role, ...data } });

  // ---- Messages ------------------------------------------------------------------------------------------------------
  {
    const worker = start('echo');
    assert.ok(worker.threadId > 0);
    await once(worker, 'online');
    const sent = { date: new Date(5), map: new Map([[1, new Set(['é', '日'])]]), big: -(2n ** 70n), bytes: new Uint8Array([1, 2]), regexp: /a/gi };
    sent.self = sent;
    worker.postMessage(sent);
    const [{ echo }] = await once(worker, 'message');
    assert.deepStrictEqual(echo, sent);
    const buffer = new ArrayBuffer(8);
    worker.postMessage(buffer, [buffer]);
    assert.strictEqual(buffer.byteLength, 0);
    assert.strictEqual((await once(worker, 'message'))[0].echo.byteLength, 8);
    assert.throws(() => worker.postMessage(() => {}), { name: 'DataCloneError', code: 25, message: '() => {} could not be cloned.' });
    worker.postMessage('end');
    assert.deepStrictEqual(await once(worker, 'exit'), [0]);
    assert.strictEqual(worker.threadId, -1);
  }
  {
    const { port1, port2 } = new MessageChannel();
    assert.throws(() => start('port', {}, { port: port2 }), { code: 'ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST' });
    const worker = start('port', { transferList: [port2] }, { port: port2 });
    port1.postMessage('there');
    assert.deepStrictEqual((await once(port1, 'message'))[0], 'there back');
    await once(worker, 'exit');
  }
  {
    const channel = new BroadcastChannel('coddle-test');
    const worker = start('broadcast');
    await once(worker, 'message');
    const heard = new Promise((resolve) => { channel.onmessage = (event) => resolve(event.data); });
    channel.postMessage('call');
    assert.strictEqual(await heard, 'heard call');
    channel.close();
    assert.throws(() => channel.postMessage(1), { name: 'InvalidStateError' });
  }
  {
    // Within one world, and at once.
    const { port1, port2 } = new MessageChannel();
    assert.strictEqual(receiveMessageOnPort(port2), undefined);
    port1.postMessage({ a: 1 });
    port1.postMessage('second');
    assert.deepStrictEqual([receiveMessageOnPort(port2), receiveMessageOnPort(port2)], [{ message: { a: 1 } }, { message: 'second' }]);
    const closed = once(port2, 'close');
    port2.on('message', () => {});
    port1.close();
    await closed;
  }

  // ---- Ends ----------------------------------------------------------------------------------------------------------
  // Again and again, because the word of the end must not overtake the error, however the two threads run.
  for (let n = 0; n < 10; n++) {
    const worker = start('fails');
    const ended = new Promise((resolve) => worker.once('exit', (code) => resolve([code])));
    const [error] = await new Promise((resolve) => worker.once('error', (...args) => resolve(args)));
    assert.ok(error instanceof TypeError);
    assert.strictEqual(error.message, 'inside');
    assert.deepStrictEqual(await ended, [1]);
  }
  {
    const worker = start('exits');
    const ended = once(worker, 'exit');
    assert.deepStrictEqual(await once(worker, 'message'), ['exit 7']);
    assert.deepStrictEqual(await ended, [7]);
  }
  {
    const worker = start('loops');
    await once(worker, 'message');
    assert.strictEqual(await worker.terminate(), 1);
  }
  {
    const worker = start('waits');
    await once(worker, 'online');
    assert.strictEqual(await worker.terminate(), 1);
    assert.strictEqual(await worker.terminate(), undefined);
  }

  // ---- A port that is handed on while its messages come -----------------------------------------------------------------
  {
    const { port1, port2 } = new MessageChannel();
    const carrier = new MessageChannel();
    for (const word of ['one', 'two', 'three']) port1.postMessage(word);
    const [first] = await once(port2, 'message');
    carrier.port1.postMessage(port2, [port2]);
    const { message: moved } = receiveMessageOnPort(carrier.port2);
    const words = [first];
    moved.on('message', (word) => {
      words.push(word);
      if (word === 'three') moved.close();
    });
    await once(moved, 'close');
    assert.deepStrictEqual(words, ['one', 'two', 'three']);
    carrier.port1.close();
  }

  // ---- The process that it sees --------------------------------------------------------------------------------------
  for (let n = 0; n < 10; n++) {
    const worker = start('speaks', { stdout: true, stdin: true });
    worker.stdout.setEncoding('utf8');
    let text = '';
    worker.stdout.on('data', (chunk) => { text += chunk; });
    worker.stdin.end(' and repeated');
    await once(worker, 'exit');
    assert.strictEqual(text, 'spoken and repeated');
  }
  {
    const worker = start('forbidden', { env: { GIVEN: 'yes' }, argv: ['argument'] });
    assert.deepStrictEqual(await once(worker, 'exit'), [0]);
  }
  {
    const worker = new Worker('require("worker_threads").parentPort.postMessage(__filename)', { eval: true });
    assert.deepStrictEqual(await once(worker, 'message'), ['[worker eval]']);
  }
  {
    // What it writes can be read here, whether or not it is this process's output too; warnings as well.
    const worker = new Worker('process.emitWarning("careful"); process.title += " no"; process.argv.push(process.title)', { eval: true, stderr: true });
    let text = '';
    worker.stderr.setEncoding('utf8').on('data', (chunk) => { text += chunk; });
    await once(worker, 'exit');
    assert.ok(text.includes('Warning: careful'), text);
  }
  {
    // Options of its own, and a module that is loaded first.
    const code = 'require("worker_threads").parentPort.postMessage([process.execArgv, process.noDeprecation])';
    const worker = new Worker(code, { eval: true, execArgv: ['--no-deprecation'] });
    assert.deepStrictEqual(await once(worker, 'message'), [[['--no-deprecation'], true]]);
    assert.throws(() => new Worker(code, { eval: true, execArgv: ['--no-such-flag'] }),
      { code: 'ERR_WORKER_INVALID_EXEC_ARGV', message: 'Initiated Worker with invalid execArgv flags: --no-such-flag' });
    assert.throws(() => new Worker(code, { eval: true, env: { NODE_OPTIONS: '--no-such-flag' } }), { code: 'ERR_WORKER_INVALID_EXEC_ARGV' });
  }
  {
    // A module in a URL.
    const module = 'import { parentPort } from "worker_threads"; parentPort.postMessage(await import.meta.url.slice(0, 21))';
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(module)}`));
    assert.deepStrictEqual(await once(worker, 'message'), ['data:text/javascript,']);
    const wrong = new Worker(new URL('data:text/javascript,throw new RangeError("inside")'));
    assert.strictEqual((await once(wrong, 'error'))[0].message, 'inside');
  }
  assert.throws(() => new Worker('file.js'), { code: 'ERR_WORKER_PATH' });
  assert.throws(() => new Worker('file:///file.js'), { code: 'ERR_WORKER_PATH', message: /Wrap file:\/\/ URLs with `new URL`\. Received/ });
  assert.throws(() => new Worker(5), { code: 'ERR_INVALID_ARG_TYPE' });

  // One that nobody waits for does not keep the process alive.
  start('waits').unref();
}
