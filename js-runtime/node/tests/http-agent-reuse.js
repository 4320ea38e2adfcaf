'use strict';

// NODE-009: a connection whose answer was read in pieces, the reading stopped in between, serves the next request.

const assert = require('assert');
const { once } = require('events');
const http = require('http');
const { Worker, isMainThread, parentPort } = require('worker_threads');

const SIZE = 200000;
const REQUESTS = 100;
let served = 0;

/** In a thread of its own: what it sends comes while the client is busy. */
function serve() {
  const server = http.createServer((request, response) => response.end(Buffer.alloc(SIZE, 'x')));
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
  parentPort.once('message', () => server.close());
}

async function main() {
  const worker = new Worker(__filename);
  const [port] = await once(worker, 'message');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set();
  for (let n = 0; n < REQUESTS; n++) {
    const [response] = await once(http.get({ port, host: '127.0.0.1', agent }), 'response');
    sockets.add(response.socket);
    let size = 0;
    response.on('data', (chunk) => {
      size += chunk.length;
      response.pause();
      setImmediate(() => response.resume());
    });
    await once(response, 'end');
    assert.strictEqual(size, SIZE);
    served++;
  }
  assert.strictEqual(sockets.size, 1);
  agent.destroy();
  worker.postMessage('end');
}

if (isMainThread) {
  main();
  process.on('exit', () => assert.strictEqual(served, REQUESTS));
} else {
  serve();
}
