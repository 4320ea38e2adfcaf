'use strict';

/** The server that the HTTP clients of use/ talk to: under Node, so that a client is not tested against ourselves. */

const http = require('http');
const zlib = require('zlib');

const KEPT = [ 'content-type', 'content-length', 'x-own', 'accept', 'transfer-encoding' ];

function bodyOf(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
  });
}

const json = (response, value) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

let flaky = 0;
const routes = {
  async echo(request, response) {
    const body = (await bodyOf(request)).toString();
    const headers = Object.fromEntries(KEPT.filter(name => name in request.headers).map(name => [ name, request.headers[name] ]));
    json(response, { method: request.method, url: request.url, headers, body });
  },
  async multipart(request, response) {
    const body = (await bodyOf(request)).toString('latin1');
    const [ , boundary ] = /boundary=(.*)/.exec(request.headers['content-type']);
    const parts = body.split(`--${boundary}`).slice(1, -1).map(part => {
      const at = part.indexOf('\r\n\r\n');
      return { head: part.slice(2, at), length: part.length - at - 6 };
    });
    json(response, parts);
  },
  status(request, response, code) {
    response.writeHead(Number(code), { 'content-type': 'text/plain' }).end(`status ${code}`);
  },
  slow(request, response) {
    const timer = setTimeout(() => response.end('late'), 2000);
    response.on('close', () => clearTimeout(timer));
  },
  redirect(request, response) {
    response.writeHead(302, { location: '/echo?redirected=1' }).end();
  },
  gzip(request, response) {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(zlib.gzipSync('unpacked é'));
  },
  bytes(request, response) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    for (let i = 0; i < 4; i++) response.write(Buffer.alloc(50000, i));
    response.end();
  },
  flaky(request, response) {
    response.writeHead(flaky++ % 2 === 0 ? 503 : 200).end('at last');
  },
  'not-json'(request, response) {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{nothing');
  },
};

/** Starts it on a free port of 127.0.0.1. */
function start() {
  const server = http.createServer((request, response) => {
    const [ , name, rest ] = request.url.split(/[/?]/);
    const route = routes[name];
    if (route) route(request, response, rest);
    else response.writeHead(404).end();
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({
    address: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  })));
}

module.exports = { start };
