'use strict';

// NODE-009: the connections of http.createServer, whose requests and answers mostly go past the socket's streams: what must not show of
// that, and what a slow or hostile peer can do.

const assert = require('assert');
const fs = require('fs');
const http = require('http');
const net = require('net');
const { once } = require('events');
const { Duplex } = require('stream');
const { test } = require('./support/cases');

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** Runs `use(port, server)` beside a server. */
async function serving(options, listener, use) {
  const server = http.createServer(options, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(server.address().port, server);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

/** A connection that collects what it hears, as Latin-1 in `heard`. */
async function connect(port) {
  const client = net.connect(port, '127.0.0.1');
  client.heard = '';
  client.setEncoding('latin1');
  client.on('data', (text) => { client.heard += text; });
  client.on('error', () => {});
  await once(client, 'connect');
  return client;
}

/** Waits until `client` has heard `text` `times` times. */
async function hears(client, text, times = 1) {
  while (client.heard.split(text).length <= times) await once(client, 'data');
}

test('pipelined requests are answered in their order', () => serving({}, (req, res) => {
  if (req.url === '/late') setTimeout(() => res.end('late'), 20);
  else res.end(req.url);
}, async (port) => {
  const client = await connect(port);
  client.write(['/late', '/b', '/c'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
  await hears(client, '/c');
  assert.deepStrictEqual(client.heard.match(/late|\/b|\/c/g), ['late', '/b', '/c']);
  client.destroy();
}));

test('bodies are read and dropped between pipelined requests', () => serving({}, (req, res) => {
  if (req.url === '/drop') {
    res.end('dropped');
    return;
  }
  let body = '';
  req.setEncoding('latin1').on('data', (text) => { body += text; });
  req.on('end', () => res.end(`${body} ${req.complete} ${JSON.stringify(req.trailers)}`));
}, async (port) => {
  const client = await connect(port);
  client.write('POST /drop HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd');
  client.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nT: v\r\n\r\n');
  await hears(client, '{"t":"v"}');
  assert.match(client.heard, /dropped[^]*abc true \{"t":"v"\}$/);
  client.destroy();
}));

test('an answer that the kernel does not take at once arrives whole', () => {
  const body = Buffer.alloc(8 * 1024 * 1024, 'x');
  return serving({}, (req, res) => {
    res.end(body);
    assert.strictEqual(res.writableFinished, false);
  }, async (port) => {
    const client = await connect(port);
    client.pause();
    client.write(GET + GET);
    setTimeout(() => client.resume(), 20);
    const whole = 2 * body.length;
    while (client.heard.length < whole || client.heard.match(/x+/g).join('').length < whole) await once(client, 'data');
    assert.strictEqual(client.heard.match(/Content-Length: 8388608/g).length, 2);
    client.destroy();
  });
});

test('whoever replaced socket.write sees the answer', () => serving({}, (req, res) => res.end('hello'), async (port, server) => {
  const seen = [];
  server.on('connection', (socket) => {
    const { write } = socket;
    socket.write = function watched(data, ...rest) {
      seen.push(String(data));
      return write.call(this, data, ...rest);
    };
  });
  const client = await connect(port);
  client.write(GET);
  await hears(client, 'hello');
  assert.match(seen.join(''), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nhello$/);
  client.destroy();
}));

test('what the application writes to the socket keeps its place', () => serving({}, (req, res) => {
  req.socket.cork();
  req.socket.write('HTTP/1.1 103 Early Hints\r\n\r\n');
  res.end('hello');
  req.socket.uncork();
}, async (port) => {
  const client = await connect(port);
  client.write(GET);
  await hears(client, 'hello');
  assert.match(client.heard, /^HTTP\/1\.1 103 Early Hints\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  client.destroy();
}));

test('whoever listens to the bytes of a connection sees them, and requests are served', () => {
  const seen = [];
  return serving({}, (req, res) => res.end('hello'), async (port, server) => {
    server.on('connection', (socket) => socket.on('data', (chunk) => seen.push(String(chunk))));
    const client = await connect(port);
    client.write(GET);
    await hears(client, 'hello');
    client.write(GET);
    await hears(client, 'hello', 2);
    assert.strictEqual(seen.join(''), GET + GET);
    client.destroy();
  });
});

test('any Duplex may be a connection', () => serving({}, (req, res) => {
  assert.strictEqual(req.headers.host, 'a');
  res.end('hello');
}, async (port, server) => {
  const written = [];
  const duplex = new Duplex({
    read() {},
    write(chunk, encoding, callback) {
      written.push(String(chunk));
      callback();
    },
  });
  server.emit('connection', duplex);
  duplex.push(GET.slice(0, 20));
  duplex.push(GET.slice(20));
  while (!written.join('').endsWith('hello')) await new Promise(setImmediate);
  duplex.destroy();
}));

test('an upgrade hands over the socket with what came after the head', () => serving({}, undefined, async (port, server) => {
  server.on('upgrade', (req, socket, head) => {
    assert.strictEqual(String(head), 'first');
    assert.strictEqual(req.upgrade, true);
    socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    socket.on('data', (chunk) => socket.write(`echo ${chunk}`));
    socket.on('end', () => socket.end());
  });
  const client = await connect(port);
  client.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nfirst');
  await hears(client, '\r\n\r\n');
  client.write('second');
  await hears(client, 'echo second');
  client.destroy();
}));

test('what a class of its own sets while it is made is sent', () => {
  class Response extends http.ServerResponse {
    constructor(...args) {
      super(...args);
      this.setHeader('X-Made', 'yes');
      this.statusCode = 202;
    }
  }
  class Request extends http.IncomingMessage {
    get path() { return this.url; }
  }
  return serving({ ServerResponse: Response, IncomingMessage: Request }, (req, res) => res.end(req.path), async (port) => {
    const client = await connect(port);
    client.write('GET /made HTTP/1.1\r\nHost: a\r\n\r\n');
    await hears(client, '/made');
    assert.match(client.heard, /^HTTP\/1\.1 202 Accepted\r\nX-Made: yes\r\n/);
    client.destroy();
  });
});

test('status, phrase and headers stay readable, and faulty ones are refused when the answer ends', () => serving({}, (req, res) => {
  res.statusCode = 99;
  assert.throws(() => res.end('x'), { code: 'ERR_HTTP_INVALID_STATUS_CODE' });
  res.statusCode = 404;
  res.setHeader('X-Number', 7);
  res.setHeader('Set-Cookie', ['a=1', 'b=2']);
  res.end('x');
  assert.strictEqual(res.statusMessage, 'Not Found');
  assert.strictEqual(res.getHeader('x-number'), 7);
  assert.strictEqual(res.headersSent, true);
  assert.throws(() => res.setHeader('a', 'b'), { code: 'ERR_HTTP_HEADERS_SENT' });
}, async (port) => {
  const client = await connect(port);
  client.write(GET);
  await hears(client, '\r\n\r\nx');
  assert.match(client.heard, /^HTTP\/1\.1 404 Not Found\r\nX-Number: 7\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nDate: /);
  client.destroy();
}));

test('finish, then close; the request of a kept connection closes too', () => {
  const events = [];
  return serving({}, (req, res) => {
    res.on('finish', () => events.push('finish'));
    res.on('close', () => events.push(`close ${res.closed} ${res.destroyed} ${res.socket}`));
    res.end('hello');
    events.push('returned');
  }, async (port) => {
    const client = await connect(port);
    client.write(GET);
    await hears(client, 'hello');
    client.write(GET);
    await hears(client, 'hello', 2);
    assert.deepStrictEqual(events.slice(0, 3), ['returned', 'finish', 'close true true null']);
    client.destroy();
  });
});

test('maxHeadersCount and joinDuplicateHeaders decide on what is shown', () => serving({ joinDuplicateHeaders: true }, (req, res) => {
  res.end(JSON.stringify([req.headers, req.rawHeaders.length]));
}, async (port, server) => {
  server.maxHeadersCount = 3;
  const client = await connect(port);
  client.write('GET / HTTP/1.1\r\nHost: a\r\nAge: 1\r\nAge: 2\r\nB: c\r\n\r\n');
  await hears(client, ']');
  assert.ok(client.heard.endsWith('[{"host":"a","age":"1, 2"},8]'), client.heard);
  client.destroy();
}));

test('silence ends a kept connection, and traffic starts it anew', () => serving({ keepAliveTimeout: 150 }, (req, res) => res.end('hello'),
  async (port) => {
    const client = await connect(port);
    const began = Date.now();
    for (let sent = 1; sent <= 4; sent++) {
      client.write(GET);
      await hears(client, 'hello', sent);
      if (sent < 4) await new Promise((resolve) => { setTimeout(resolve, 60); });
    }
    await once(client, 'close');
    assert.ok(Date.now() - began >= 3 * 60 + 140, 'it was closed while it was used');
  }));

/** The descriptors of this process. */
function descriptors() {
  return fs.readdirSync('/proc/self/fd').length;
}

/** What hostile peers send, and how each is answered. */
const HOSTILE = [
  ['an oversized head', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431 Request Header Fields Too Large'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '400 Bad Request'],
  ['bare line feeds', 'GET / HTTP/1.1\nHost: a\n\n', '400 Bad Request'],
  ['a bad chunk', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', '400 Bad Request'],
  ['an endless chunk extension',
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\n`, '413 Payload Too Large'],
  ['half a head', 'GET / HTTP/1.1\r\nHost', '408 Request Timeout'],
  ['half a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc', '408 Request Timeout'],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', '400 Bad Request'],
];

test('hostile and slow peers are told so, and leave nothing open', () => serving(
  { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 },
  (req) => req.on('error', () => {}).resume(),
  async (port) => {
    const before = descriptors();
    for (let round = 0; round < 5; round++) {
      await Promise.all(HOSTILE.map(async ([name, bytes, answer]) => {
        const client = await connect(port);
        client.write(bytes);
        await once(client, 'close');
        assert.ok(client.heard.startsWith(`HTTP/1.1 ${answer}\r\n`), `${name}: ${client.heard}`);
      }));
    }
    while (descriptors() > before) await new Promise(setImmediate);
  }));

test('a peer that asks and does not read is not listened to', () => {
  const body = 'x'.repeat(64 * 1024);
  let asked = 0;
  return serving({}, (req, res) => {
    asked++;
    res.end(body);
  }, async (port) => {
    const client = await connect(port);
    client.pause();
    const count = 20_000;
    client.write(GET.repeat(count));
    let known = -1;
    // Until nothing more is asked.
    while (known !== asked || asked === 0) {
      known = asked;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    assert.ok(asked < count / 2, `${asked} of ${count} requests are in memory`);
    client.destroy();
  });
});

test('a connection that goes takes its request with it', () => {
  let told;
  return serving({}, (req, res) => {
    // Without a listener of 'error' there is none.
    const closed = (message) => new Promise((resolve) => { message.on('close', resolve); });
    told = Promise.all([closed(req), closed(res)]).then(() => [req.destroyed, req.aborted, res.writableFinished]);
    res.write('begun');
  }, async (port) => {
    const before = descriptors();
    const client = await connect(port);
    client.write(GET);
    await hears(client, 'begun');
    client.destroy();
    assert.deepStrictEqual(await told, [true, true, false]);
    while (descriptors() > before) await new Promise(setImmediate);
  });
});
