'use strict';

// NODE-027: memory that threads share, and waiting for what others write there.

const assert = require('assert');
const { once } = require('events');
const { Worker, MessageChannel, parentPort, receiveMessageOnPort, workerData } = require('worker_threads');

const roles = {
  /** Writes where the other thread sees it, waits for its answer, and says how that ended. */
  answers({ cells }) {
    Atomics.store(cells, 0, 7);
    Atomics.notify(cells, 0);
    const outcome = Atomics.wait(cells, 1, 0);
    parentPort.postMessage([outcome, cells[1]]);
  },
  async waits({ cells }) {
    const { async: isLater, value } = Atomics.waitAsync(cells, 3, 0);
    // Waiting keeps no thread alive.
    const alive = setInterval(() => {}, 1000);
    parentPort.postMessage(isLater);
    parentPort.postMessage(await value);
    clearInterval(alive);
  },
  waitsForEver({ cells }) {
    parentPort.postMessage('waiting');
    Atomics.wait(cells, 2, 0);
  },
};

if (workerData !== null) {
  roles[workerData.role](workerData);
} else {
  main().catch((error) => {
    console.error(error);
    process.exit(1);
  });
}

async function main() {
  const memory = new SharedArrayBuffer(16);
  const cells = new Int32Array(memory);
  const start = (role) => new Worker(__filename, { workerData: { role, cells } });

  // ---- Two threads see the same bytes -----------------------------------------------------------------------------------
  {
    const worker = start('answers');
    assert.notStrictEqual(Atomics.wait(cells, 0, 0), 'timed-out');
    assert.strictEqual(cells[0], 7);
    const told = once(worker, 'message');
    Atomics.store(cells, 1, 9);
    Atomics.notify(cells, 1);
    const [[outcome, seen]] = await told;
    assert.ok(outcome === 'ok' || outcome === 'not-equal', outcome);
    assert.strictEqual(seen, 9);
    await once(worker, 'exit');
  }

  // ---- terminate() ends a wait ------------------------------------------------------------------------------------------
  {
    const worker = start('waitsForEver');
    await once(worker, 'message');
    assert.strictEqual(await worker.terminate(), 1);
  }

  // ---- In one thread ----------------------------------------------------------------------------------------------------
  {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage([memory, cells, memory]);
    const { message: [first, view, again] } = receiveMessageOnPort(port2);
    assert.ok(first instanceof SharedArrayBuffer && first === again && view.buffer === first);
    new Uint8Array(first)[15] = 3;
    assert.strictEqual(new Uint8Array(memory)[15], 3);
    assert.notStrictEqual(structuredClone(memory), memory);
    assert.strictEqual(new Uint8Array(structuredClone(memory))[15], 3);
    port1.close();
  }
  {
    // What natives read and write of it.
    const bytes = Buffer.from(memory);
    bytes.fill(0);
    bytes.write('shared \u00fc', 2);
    assert.strictEqual(Buffer.from(memory).toString('utf8', 2, 11), 'shared \u00fc');
    assert.strictEqual(new Uint8Array(memory)[2], 0x73);
    const copy = Buffer.alloc(16);
    bytes.copy(copy, 1);
    assert.strictEqual(copy.toString('latin1', 3, 9), 'shared');
    assert.ok(bytes.equals(Buffer.from(new Uint8Array(memory))));
  }

  // ---- The rules of waiting ---------------------------------------------------------------------------------------------
  {
    const own = new Int32Array(new SharedArrayBuffer(8));
    assert.strictEqual(Atomics.wait(own, 0, 0, 5), 'timed-out');
    assert.strictEqual(Atomics.wait(own, 0, 1), 'not-equal');
    assert.strictEqual(Atomics.wait(new BigInt64Array(own.buffer), 0, 0n, 0), 'timed-out');
    assert.strictEqual(Atomics.notify(own, 0), 0);
    assert.strictEqual(Atomics.notify(new Int32Array(2), 0), 0);
    assert.throws(() => Atomics.wait(new Int32Array(2), 0, 0, 0), TypeError);
    assert.throws(() => Atomics.wait(new Uint8Array(own.buffer), 0, 0, 0), TypeError);
    assert.throws(() => Atomics.wait(own, 2, 0, 0), RangeError);
    assert.throws(() => Atomics.notify([], 0), TypeError);
    assert.deepStrictEqual([Atomics.wait.name, Atomics.wait.length, Atomics.notify.length], ['wait', 4, 3]);
  }

  // ---- Waiting without standing still -------------------------------------------------------------------------------------
  {
    const worker = start('waits');
    assert.deepStrictEqual(await once(worker, 'message'), [true]);
    assert.strictEqual(Atomics.notify(cells, 3), 1);
    assert.deepStrictEqual(await once(worker, 'message'), ['ok']);
  }
  {
    const here = new BigInt64Array(new SharedArrayBuffer(16));
    const order = [];
    const waits = [Infinity, 1, undefined].map((time, index) => Atomics.waitAsync(here, 1, 0n, time).value.then((how) => order.push([index, how])));
    assert.deepStrictEqual([Atomics.notify(here, 0), Atomics.notify(here, 1, 1)], [0, 1]);
    const alive = setInterval(() => {}, 1000);
    await Promise.all(waits.slice(0, 2));
    assert.deepStrictEqual(order.sort(), [[0, 'ok'], [1, 'timed-out']]);
    assert.strictEqual(Atomics.notify(here, 1), 1);
    await waits[2];
    clearInterval(alive);
    assert.deepStrictEqual(order[2], [2, 'ok']);
    assert.deepStrictEqual(Atomics.waitAsync(here, 1, 5n), { async: false, value: 'not-equal' });
    assert.deepStrictEqual(Atomics.waitAsync(here, 1, 0n, 0), { async: false, value: 'timed-out' });
    assert.throws(() => Atomics.waitAsync(new Int32Array(2), 0, 0), { name: 'TypeError', message: /is not a shared typed array/ });
    assert.throws(() => Atomics.waitAsync(here, 2, 0n), { name: 'RangeError', message: 'Invalid atomic access index' });
  }
}
