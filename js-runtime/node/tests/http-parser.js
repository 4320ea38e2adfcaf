'use strict';

// NODE-009: what http.createServer makes of messages, well formed and not: the parser's codes and words.

const assert = require('assert');
const http = require('http');
const net = require('net');

/** Of these more would have to come. */
const UNFINISHED = new Set(['G', 'GET / HTTP/1.1\r\nHos', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab', '']);

/** Bytes, and what Node 20 made of them. */
const CASES = [
  ['GET / HTTP/1.1\nHost: a\n\n', 'HPE_INVALID_VERSION | Parse Error: Expected CRLF after version | 24 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\n\r\n', 'HPE_CR_EXPECTED | Parse Error: Missing expected CR after header value | 26 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\n\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header field char | 26 ~ '],
  ['FOO / HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_METHOD | Parse Error: Invalid method encountered | 27 ~ '],
  ['G', ''],
  ['get / HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_METHOD | Parse Error: Invalid method encountered | 27 ~ '],
  ['GET  / HTTP/1.1\r\nHost: a\r\n\r\n', 'GET / 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET /a b HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_CONSTANT | Parse Error: Expected HTTP/, RTSP/ or ICE/ | 30 ~ '],
  ['GET foo HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_URL | Parse Error: Invalid characters in url | 29 ~ '],
  ['GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_URL | Parse Error: Invalid char in url path | 28 ~ '],
  ['GET /é HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_URL | Parse Error: Invalid char in url path | 28 ~ '],
  ['GET / HTTP/1.2\r\nHost: a\r\n\r\n', 'HPE_INVALID_VERSION | Parse Error: Invalid HTTP version | 27 ~ '],
  ['GET / HTTP/3.0\r\nHost: a\r\n\r\n', 'HPE_INVALID_VERSION | Parse Error: Invalid HTTP version | 27 ~ '],
  ['GET / HTTP/11.0\r\nHost: a\r\n\r\n', 'HPE_INVALID_VERSION | Parse Error: Expected dot | 28 ~ '],
  ['GET / HTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_CONSTANT | Parse Error: Expected HTTP/, RTSP/ or ICE/ | 26 ~ '],
  ['GET / HTTP/1.1 \r\nHost: a\r\n\r\n', 'HPE_INVALID_VERSION | Parse Error: Expected CRLF after version | 28 ~ '],
  ['GET /\r\n\r\n', 'GET / 0.9 [] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok'],
  ['GET / HTTP/1.0\r\n\r\n', 'GET / 1.0 [] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok'],
  ['GET / HTTP/0.9\r\n\r\n', 'GET / 0.9 [] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok'],
  ['GET / HTTP/1.1\r\nHost : a\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header token | 28 ~ '],
  ['GET / HTTP/1.1\r\n Host: a\r\n\r\n', 'HPE_UNEXPECTED_SPACE | Parse Error: Unexpected space after start line | 28 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Unexpected whitespace after header value | 37 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nFoo\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header token | 32 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header token | 32 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header value char | 35 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nX: a\x01b\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header value char | 35 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nX: a\x7fb\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header value char | 35 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n', 'HPE_LF_EXPECTED | Parse Error: Missing expected LF after header value | 35 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nX(: a\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header token | 34 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 'HPE_INVALID_CONTENT_LENGTH | Parse Error: Invalid character in Content-Length | 47 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\n', 'HPE_INVALID_CONTENT_LENGTH | Parse Error: Invalid character in Content-Length | 48 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n', 'HPE_INVALID_CONTENT_LENGTH | Parse Error: Empty Content-Length | 46 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na', 'HPE_UNEXPECTED_CONTENT_LENGTH | Parse Error: Duplicate Content-Length | 67 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\na', 'HPE_INVALID_CONTENT_LENGTH | Parse Error: Content-Length overflow | 70 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'HPE_INVALID_TRANSFER_ENCODING | Parse Error: Transfer-Encoding can\'t be present with Content-Length | 80 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n', 'HPE_INVALID_CONTENT_LENGTH | Parse Error: Content-Length can\'t be present with Transfer-Encoding | 80 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ HPE_INVALID_CHUNK_SIZE | Parse Error: Invalid character in chunk size | 61 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ HPE_STRICT | Parse Error: Expected LF after chunk data | 68 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ HPE_CR_EXPECTED | Parse Error: Missing expected CR after chunk size | 66 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ HPE_STRICT | Parse Error: Expected LF after chunk data | 65 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ HPE_INVALID_CHUNK_SIZE | Parse Error: Chunk size overflow | 81 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\na\r\n0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ body a [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ HPE_INVALID_CHUNK_SIZE | Parse Error: Invalid character in chunk size | 68 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a\x01=b\r\na\r\n0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ HPE_STRICT | Parse Error: Invalid character in chunk extensions name | 72 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","gzip"] ~ HPE_INVALID_TRANSFER_ENCODING | Parse Error: Request has invalid `Transfer-Encoding` | 53 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","gzip, chunked"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n', 'HPE_INVALID_TRANSFER_ENCODING | Parse Error: Invalid `Transfer-Encoding` header value | 67 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunkedx"] ~ HPE_INVALID_TRANSFER_ENCODING | Parse Error: Request has invalid `Transfer-Encoding` | 62 ~ request ECONNRESET ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'HPE_INVALID_TRANSFER_ENCODING | Parse Error: Invalid `Transfer-Encoding` header value | 89 ~ '],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ body  ["A","b"] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA b\r\n\r\n', 'POST / 1.1 ["Host","a","Transfer-Encoding","chunked"] ~ HPE_INVALID_HEADER_TOKEN | Parse Error: Invalid header token | 66 ~ request ECONNRESET ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n', 'GET / 1.1 ["Host","a","Connection","close"] ~ HPE_CLOSED_CONNECTION | Parse Error: Data after `Connection: close` | 64 ~ body  [] ~ '],
  ['\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n', 'GET / 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['\nGET / HTTP/1.1\r\nHost: a\r\n\r\n', 'GET / 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  [' GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_METHOD | Parse Error: Invalid method encountered | 28 ~ '],
  ['CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n', 'connect a ~ '],
  ['CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', 'connect a:80 ~ '],
  ['OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 'OPTIONS * 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET * HTTP/1.1\r\nHost: a\r\n\r\n', 'GET * 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET http://a/b?c#d HTTP/1.1\r\nHost: a\r\n\r\n', 'GET http://a/b?c#d 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET http:/a HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_URL | Parse Error: Unexpected char in url schema | 33 ~ '],
  ['GET http://a:80 HTTP/1.1\r\nHost: a\r\n\r\n', 'GET http://a:80 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET ://a HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_URL | Parse Error: Unexpected start char in url | 30 ~ '],
  ['GET /#a#b HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /#a#b 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'HPE_PAUSED_H2_UPGRADE | Parse Error: Pause on PRI/Upgrade | 24 ~ '],
  ['SOURCE / HTTP/1.1\r\nHost: a\r\n\r\n', 'SOURCE / 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET / ICE/1.0\r\nHost: a\r\n\r\n', 'HPE_INVALID_CONSTANT | Parse Error: Expected SOURCE method for ICE/x.x request | 26 ~ '],
  ['GET / RTSP/1.0\r\nHost: a\r\n\r\n', 'GET / 1.0 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok'],
  ['GET / HTTP/1.1\r\nHost: a\r\nX: ' + 'a'.repeat(17000)+'\r\n\r\n', 'HPE_HEADER_OVERFLOW | Parse Error: Header overflow | 17032 ~ '],
  ['GET /' + 'a'.repeat(17000)+' HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_HEADER_OVERFLOW | Parse Error: Header overflow | 17027 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nA:\r\n\r\n', 'GET / 1.1 ["Host","a","A",""] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET / HTTP/1.1\r\nHost: a\r\nA:   b  \t \r\n\r\n', 'GET / 1.1 ["Host","a","A","b"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nrest', 'upgrade rest ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\n\r\n', 'GET / 1.1 ["Host","a","Upgrade","x"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab', ''],
  ['GET / HTTP/1.1\r\nHos', ''],
  ['GET / HTTP/1.1\r\nA: b\r\n\r\n', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'GET / 1.1 ["Host","a","Host","b"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na', 'HPE_INVALID_CONTENT_LENGTH | Parse Error: Invalid character in Content-Length | 48 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1\r\n\r\na', 'HPE_INVALID_CONTENT_LENGTH | Parse Error: Invalid character in Content-Length | 49 ~ '],
  ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na', 'HPE_INVALID_CONTENT_LENGTH | Parse Error: Invalid character in Content-Length | 50 ~ '],
  ['QUERY / HTTP/1.1\r\nHost: a\r\n\r\n', 'QUERY / 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n', 'M-SEARCH / 1.1 ["Host","a"] ~ body  [] ~ HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok'],
  ['GETX / HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_METHOD | Parse Error: Expected space after method | 28 ~ '],
  ['GET/ HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_METHOD | Parse Error: Expected space after method | 26 ~ '],
  ['', ''],
];

/** What a server tells of `raw`, and what it answers. */
function exchange(raw) {
  return new Promise((resolve) => {
    const told = [];
    const server = http.createServer((req, res) => {
      let body = '';
      told.push(`${req.method} ${req.url.slice(0, 40)} ${req.httpVersion} ${JSON.stringify(req.rawHeaders).slice(0, 80)}`);
      req.on('data', (data) => { body += data; });
      req.on('error', (error) => told.push(`request ${error.code}`));
      req.on('end', () => {
        told.push(`body ${body} ${JSON.stringify(req.rawTrailers)}`);
        res.sendDate = false;
        res.end('ok');
      });
    });
    server.on('clientError', (error, socket) => {
      told.push(`${error.code} | ${error.message} | ${error.rawPacket && error.rawPacket.length}`);
      socket.destroy();
    });
    server.on('connect', (req, socket, head) => { told.push(`connect ${req.url}${head}`); socket.end(); });
    if (raw.includes('rest')) server.on('upgrade', (req, socket, head) => { told.push(`upgrade ${head}`); socket.end(); });
    server.listen(0, () => {
      // The half-close comes when the server has seen the message: its answer, or its refusal, is the word.
      const client = net.connect({ port: server.address().port, host: '127.0.0.1', allowHalfOpen: true }, () => client.write(raw, 'latin1'));
      let answer = '';
      client.on('data', (data) => { answer += data; client.end(); });
      client.on('end', () => client.end());
      client.on('error', () => {});
      if (UNFINISHED.has(raw)) client.end(raw, 'latin1');
      client.on('close', () => server.close(() => {
        told.push(answer.replace(/Date: .*\r\n/g, ''));
        resolve(told.join(' ~ '));
      }));
    });
  });
}

(async () => {
  const wrong = [];
  for (const [raw, expected] of CASES) {
    const told = await exchange(raw);
    if (told !== expected) wrong.push(`${JSON.stringify(raw.slice(0, 100))}\n    expected ${JSON.stringify(expected)}\n    got      ${JSON.stringify(told)}`);
  }
  assert.strictEqual(wrong.length, 0, wrong.join('\n'));
})();
