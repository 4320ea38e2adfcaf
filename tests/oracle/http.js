'use strict';

// An HTTP/1.1 client over net sockets that shows what was on the wire: header order, duplicates, framing, a connection that
// closes or stays silent. Node's own client hides all of these.

const net = require('net');

/** One connection to the application; answers are read from it in order. */
class Connection {
  constructor(port) {
    this.buffer = Buffer.alloc(0);
    this.ended = false;
    this.wake = () => {};
    this.socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.setNoDelay(true);
    this.socket.on('data', chunk => {
      this.buffer = Buffer.concat([ this.buffer, chunk ]);
      this.wake();
    });
    const end = () => {
      this.ended = true;
      this.wake();
    };
    this.socket.on('end', end);
    this.socket.on('close', end);
    this.socket.on('error', end);
  }

  /** Resolves when the bytes are handed to the kernel. */
  send(bytes) {
    return new Promise(resolve => this.socket.write(bytes, () => resolve()));
  }

  /** Says that nothing more is sent. */
  end() {
    this.socket.end();
  }

  close() {
    this.socket.destroy();
  }

  /**
   * @param {object} options
   * @param {boolean} options.head - the answer to a HEAD request: no body follows whatever the headers say
   * @param {number} options.timeoutMs - how long the server may stay silent as a whole
   * @return {Promise<object>} { status, message, version, headers, body, interim } or { timeout } or { closed };
   *   `incomplete: 'timeout' | 'closed'` marks an answer whose head came but whose body did not end
   */
  async read({ head, timeoutMs }) {
    const deadline = Date.now() + timeoutMs;
    const interim = [];
    for (;;) {
      const parsed = await this.readHead(deadline);
      if (!parsed.status) return parsed;
      if (parsed.status >= 100 && parsed.status < 200 && parsed.status !== 101) {
        interim.push(parsed.status);
        continue;
      }
      if (interim.length) parsed.interim = interim;
      const bodiless = head || parsed.status === 204 || parsed.status === 304 || parsed.status === 101;
      if (bodiless) parsed.body = Buffer.alloc(0);
      else await this.readBody(parsed, deadline);
      return parsed;
    }
  }

  async readHead(deadline) {
    let end;
    while ((end = this.buffer.indexOf('\r\n\r\n')) < 0) {
      const why = await this.more(deadline);
      if (why) return { [why]: true };
    }
    const [ first, ...lines ] = this.buffer.toString('utf8', 0, end).split('\r\n');
    this.buffer = this.buffer.subarray(end + 4);
    const start = /^(HTTP\/\d\.\d) (\d{3})(?: (.*))?$/.exec(first);
    if (!start) throw new Error(`not a status line: ${JSON.stringify(first)}`);
    const headers = lines.map(line => {
      const colon = line.indexOf(':');
      return [ line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim() ];
    });
    return { status: Number(start[2]), message: start[3] || '', version: start[1], headers };
  }

  async readBody(answer, deadline) {
    const header = name => (answer.headers.find(([ key ]) => key === name) || [])[1];
    if (/chunked/i.test(header('transfer-encoding') || '')) return this.readChunked(answer, deadline);
    const length = header('content-length');
    const wanted = length === undefined ? Infinity : Number(length);
    while (this.buffer.length < wanted) {
      const why = await this.more(deadline);
      if (!why) continue;
      // without a length the end of the connection is the end of the body
      if (why !== 'closed' || wanted !== Infinity) answer.incomplete = why;
      break;
    }
    answer.body = this.buffer.subarray(0, Math.min(wanted, this.buffer.length));
    this.buffer = this.buffer.subarray(answer.body.length);
  }

  async readChunked(answer, deadline) {
    const parts = [];
    const line = async () => {
      let end;
      while ((end = this.buffer.indexOf('\r\n')) < 0) {
        const why = await this.more(deadline);
        if (why) return { why };
      }
      const text = this.buffer.toString('latin1', 0, end);
      this.buffer = this.buffer.subarray(end + 2);
      return { text };
    };
    for (;;) {
      const size = await line();
      if (size.why) {
        answer.incomplete = size.why;
        break;
      }
      const length = parseInt(size.text, 16);
      if (length === 0) {
        for (let trailer = await line(); trailer.text; trailer = await line());
        break;
      }
      while (this.buffer.length < length + 2) {
        const why = await this.more(deadline);
        if (why) {
          answer.incomplete = why;
          break;
        }
      }
      parts.push(this.buffer.subarray(0, Math.min(length, this.buffer.length)));
      if (answer.incomplete) break;
      this.buffer = this.buffer.subarray(length + 2);
    }
    answer.body = Buffer.concat(parts);
  }

  /** Waits for bytes. @return {Promise<string|undefined>} 'closed' or 'timeout' when none will come */
  async more(deadline) {
    const before = this.buffer.length;
    while (this.buffer.length === before) {
      if (this.ended) return 'closed';
      const left = deadline - Date.now();
      if (left <= 0) return 'timeout';
      await new Promise(resolve => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

/**
 * The bytes of a request of fixture.json.
 * @param {object} request - see tests/oracle/README.md
 * @param {Map<string, string>} jar - cookies of earlier answers, for `cookies: "keep"` and `{{cookie NAME}}`
 * @return {Buffer}
 */
function requestBytes(request, jar) {
  const fill = text => text
    .replace(/\{\{repeat (.+?) (\d+)\}\}/g, (_, what, times) => what.repeat(Number(times)))
    .replace(/\{\{cookie (.+?)\}\}/g, (_, name) => jar.get(name) || '');
  if (request.raw !== undefined) return Buffer.from(fill(request.raw));

  const given = Array.isArray(request.headers) ? request.headers : Object.entries(request.headers || {});
  const headers = given.map(([ name, value ]) => [ name, value === null ? null : fill(String(value)) ]);
  const has = name => headers.some(([ key ]) => key.toLowerCase() === name);
  if (!has('host')) headers.unshift([ 'Host', '127.0.0.1:7001' ]);
  if (request.cookies === 'keep' && jar.size && !has('cookie')) {
    headers.push([ 'Cookie', [ ...jar ].map(([ name, value ]) => `${name}=${value}`).join('; ') ]);
  }

  let body = Buffer.alloc(0);
  if (request.bodyBase64 !== undefined) body = Buffer.from(request.bodyBase64, 'base64');
  else if (request.body !== undefined) body = Buffer.from(fill(request.body));
  if (request.bodyChunks) {
    const chunk = text => {
      const bytes = Buffer.from(fill(text));
      return Buffer.concat([ Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n') ]);
    };
    body = Buffer.concat([ ...request.bodyChunks.map(chunk), Buffer.from('0\r\n\r\n') ]);
    if (!has('transfer-encoding')) headers.push([ 'Transfer-Encoding', 'chunked' ]);
  } else if ((request.body !== undefined || request.bodyBase64 !== undefined) && !has('content-length') && !has('transfer-encoding')) {
    headers.push([ 'Content-Length', String(body.length) ]);
  }

  const lines = headers.filter(([ , value ]) => value !== null).map(([ name, value ]) => `${name}: ${value}`);
  const head = [ `${request.method || 'GET'} ${fill(request.path)} HTTP/1.1`, ...lines, '', '' ].join('\r\n');
  return Buffer.concat([ Buffer.from(head), body ]);
}

/** Takes an answer's Set-Cookie headers into the jar; an empty value removes the cookie. */
function keepCookies(answer, jar) {
  for (const [ name, value ] of answer.headers || []) {
    if (name !== 'set-cookie') continue;
    const [ , cookie, content ] = /^([^=]+)=([^;]*)/.exec(value) || [];
    if (!cookie) continue;
    if (content) jar.set(cookie, content);
    else jar.delete(cookie);
  }
}

module.exports = { Connection, requestBytes, keepCookies };
