'use strict';

// NODE-078: the rules of message ports: who gets what, what may go along, and when a port is closed.

const assert = require('assert');
const { once } = require('events');
const { inspect } = require('util');
const {
  BroadcastChannel, MessageChannel, MessagePort, Worker, markAsUntransferable, moveMessagePortToContext, receiveMessageOnPort,
} = require('worker_threads');

/** Resolves after so many turns of the loop. */
const turns = (n) => new Promise((resolve) => { (function next() { if (n-- > 0) setImmediate(next); else resolve(); })(); });

async function main() {
  // ---- Constructors ------------------------------------------------------------------------------------------------------
  assert.throws(() => new MessagePort(), { name: 'TypeError', code: 'ERR_CONSTRUCT_CALL_INVALID' });
  assert.throws(() => MessageChannel(), { name: 'TypeError', code: 'ERR_CONSTRUCT_CALL_REQUIRED' });
  assert.strictEqual(new MessageChannel().port1.constructor, MessagePort);

  // ---- Transfer lists ----------------------------------------------------------------------------------------------------
  {
    const { port1, port2 } = new MessageChannel();
    for (const list of [0, false, 'X', Symbol('X')]) {
      assert.throws(() => port1.postMessage(1, list), { code: 'ERR_INVALID_ARG_TYPE', message: 'Optional transferList argument must be an iterable' });
    }
    for (const transfer of [null, 0, {}, { [Symbol.iterator]: () => ({ next: 42 }) }]) {
      assert.throws(() => port1.postMessage(1, { transfer }),
        { code: 'ERR_INVALID_ARG_TYPE', message: 'Optional options.transfer argument must be an iterable' });
    }
    const buffer = new ArrayBuffer(4);
    port1.postMessage(buffer, { transfer: (function* () { yield buffer; })() });
    assert.strictEqual(buffer.byteLength, 0);

    const kept = new ArrayBuffer(4);
    markAsUntransferable(kept);
    port1.postMessage(kept, [kept]);
    assert.strictEqual(kept.byteLength, 4);
    const other = new MessageChannel();
    markAsUntransferable(other.port1);
    assert.throws(() => port1.postMessage(other.port1, [other.port1]), { code: 'ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST' });

    other.port2.close();
    assert.throws(() => port1.postMessage(null, [other.port2]), { name: 'DataCloneError', message: 'MessagePort in transfer list is already detached' });
    assert.throws(() => moveMessagePortToContext(other.port2, {}), { code: 'ERR_CLOSED_MESSAGE_PORT' });
    port2.close();
  }
  {
    const { port1, port2 } = new MessageChannel();
    const warned = once(process, 'warning');
    const closed = once(port2, 'close');
    port2.postMessage(null, [port1]);
    assert.strictEqual((await warned)[0].message, 'The target port was posted to itself, and the communication channel was lost');
    await closed;
  }

  // ---- Listening ---------------------------------------------------------------------------------------------------------
  {
    // Nothing is lost while nobody listens.
    const { port1, port2 } = new MessageChannel();
    const first = () => {};
    port2.on('message', first);
    await turns(2);
    port2.removeListener('message', first);
    assert.strictEqual(port2.hasRef(), false);
    port1.postMessage('kept');
    await turns(2);
    assert.deepStrictEqual(await once(port2, 'message'), ['kept']);
    port2.onmessage = () => {};
    assert.strictEqual(port2.hasRef(), true);
    port2.onmessage = 'no function';
    assert.strictEqual(port2.hasRef(), false);
    port2.onmessage = () => {};
    assert.strictEqual(port2.hasRef(), true);
    port2.close();
  }
  {
    // Each message is a turn: ticks and promises come before the next one.
    const { port1, port2 } = new MessageChannel();
    const order = [];
    for (const word of ['a', 'b']) port1.postMessage(word);
    await new Promise((resolve) => {
      port2.on('message', (word) => {
        order.push(word);
        process.nextTick(() => order.push(`tick ${word}`));
        Promise.resolve().then(() => {
          order.push(`job ${word}`);
          if (word === 'b') resolve();
        });
      });
    });
    assert.deepStrictEqual(order, ['a', 'tick a', 'job a', 'b', 'tick b', 'job b']);
    port1.close();
  }

  // ---- Closing -----------------------------------------------------------------------------------------------------------
  {
    // What is in the queue when a listener closes the port still comes; then both ends hear of it, also one that never listened to messages.
    const { port1, port2 } = new MessageChannel();
    const heard = [];
    port2.postMessage('one');
    port2.postMessage('two');
    port1.on('message', (word) => {
      heard.push(word);
      port1.close();
    });
    assert.ok(inspect(port1).startsWith('MessagePort [EventTarget] {') && inspect(port1).includes('active: true'), inspect(port1));
    await Promise.all([once(port1, 'close'), once(port2, 'close')]);
    assert.deepStrictEqual(heard, ['one', 'two']);
    for (const port of [port1, port2]) assert.ok(inspect(port).includes('active: false'), inspect(port));
  }
  {
    // The ports of a thread close with it.
    const { port1, port2 } = new MessageChannel();
    const closed = once(port1, 'close');
    const worker = new Worker('setInterval(() => {}, 1000)', { eval: true, workerData: port2, transferList: [port2] });
    await once(worker, 'online');
    await worker.terminate();
    await closed;
  }
  {
    // And so do those in a message that nobody can read any more.
    const { port1, port2 } = new MessageChannel();
    const carrier = new MessageChannel();
    carrier.port1.postMessage(port2, [port2]);
    const closed = once(port1, 'close');
    carrier.port2.close();
    await closed;
  }

  // ---- Events ------------------------------------------------------------------------------------------------------------
  const { port1 } = new MessageChannel();
  assert.deepStrictEqual(new MessageEvent('message', { ports: [port1], source: port1 }).ports, [port1]);
  for (const [init, message] of [
    [{ source: 1 }, /^The "init\.source" property must be an instance of MessagePort/],
    [{ ports: [null] }, /^The "init\.ports\[0\]" property must be an instance of MessagePort/],
    [{ ports: 0 }, /ports is not iterable/],
  ]) {
    assert.throws(() => new MessageEvent('message', init), { name: 'TypeError', message });
  }
  assert.throws(() => Reflect.get(BroadcastChannel.prototype, 'name', {}), { code: 'ERR_INVALID_THIS' });
  assert.throws(() => receiveMessageOnPort({}), { code: 'ERR_INVALID_ARG_TYPE', message: 'The "port" argument must be a MessagePort instance' });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
