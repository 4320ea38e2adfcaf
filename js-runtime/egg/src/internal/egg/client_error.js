'use strict';

/** What a client gets whose bytes are no HTTP request: egg's page, or what `config.onClientError` answers. */
const { Buffer } = require('buffer');
const { callFn } = require('internal/koa/function_kind');

const PAGE = [
  '<html>',
  '  <head><title>400 Bad Request</title></head>',
  '  <body bgcolor="white">',
  '  <center><h1>400 Bad Request</h1></center>',
  '  <hr><center>❤</center>',
  '  </body>',
  '  </html>',
].join('\n');

exports.answer = function answer(app, error, socket) {
  // Without a packet the client is gone, most likely.
  if (error.rawPacket) {
    app.logger.warn('A client (%s:%d) error [%s] occurred: %s',
      socket.remoteAddress, socket.remotePort, error.code, error.message);
  }
  const { onClientError } = app.config;
  if (typeof onClientError !== 'function') {
    respond(socket);
    return;
  }
  callFn(onClientError, [ error, socket, app ]).then(
    reply => respond(socket, reply || {}),
  ).catch(failure => {
    app.logger.error(failure);
    respond(socket);
  });
};

/** `reply`: `body`, `headers`, `status`. The length is always computed anew. */
function respond(socket, reply) {
  if (!socket.writable) return;
  if (!reply) {
    socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Length: ${Buffer.byteLength(PAGE)}\r\n\r\n${PAGE}`);
    return;
  }
  const { body = PAGE, headers = {}, status = 400 } = withoutNull(reply);
  const { STATUS_CODES } = require('http');
  const lines = Object.entries(headers)
    .filter(([ name ]) => name.toLowerCase() !== 'content-length')
    .map(([ name, value ]) => `${name}: ${withoutLineBreaks(value)}\r\n`);
  lines.push(`Content-Length: ${Buffer.byteLength(body)}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] || 'Unknown'}\r\n${lines.join('')}\r\n${body.toString()}`);
}

function withoutNull({ body, headers, status }) {
  return { body: body ?? undefined, headers: headers || undefined, status: status || undefined };
}

/** A value with a line break in it could smuggle in a header. */
function withoutLineBreaks(value) {
  return String(value).replace(/[\r\n]+[ \t]*/g, '');
}
