'use strict';

/** One question to name servers: over UDP, again and again until one answers; over TCP when the answer was too long for that. */

const { answer, question } = require('internal/dns/message');
const { isIP } = require('internal/net/ip_address');

/** How long the first try waits, in milliseconds; each round of the servers waits twice as long. */
const TIMEOUT = 5000;

/**
 * Asks `{ name, type, servers, timeout, tries, local: { v4, v6 } }`. `done(code)` with c-ares' code of what went wrong, or
 * `done(null, answer)`. Has `cancel()`.
 */
class Query {
  constructor(settings, done) {
    this.settings = settings;
    this.done = done;
    this.round = 0;
    this.id = require('crypto').randomInt(0x10000);
    this.message = question(this.id, settings.name, settings.type);
    this.failure = 'ETIMEOUT';
    if (this.message === null) process.nextTick(() => this.finish('EBADNAME'));
    else this.ask();
  }

  ask() {
    const { servers, tries, timeout } = this.settings;
    if (this.round >= tries * servers.length) {
      this.finish(this.failure);
      return;
    }
    const server = servers[this.round % servers.length];
    const wait = (timeout > 0 ? timeout : TIMEOUT) * 2 ** Math.trunc(this.round / servers.length);
    this.round++;
    this.timer = setTimeout(() => this.next('ETIMEOUT'), wait);
    this.overUdp(server);
  }

  /** The server said nothing of use: the next one. */
  next(failure) {
    this.failure = failure;
    this.close();
    this.ask();
  }

  overUdp(server) {
    const isV6 = isIP(server.address) === 6;
    const socket = require('dgram').createSocket(isV6 ? 'udp6' : 'udp4');
    this.open = socket;
    socket.on('error', (error) => this.next(error.code === 'ECONNREFUSED' ? 'ECONNREFUSED' : 'ESERVFAIL'));
    socket.on('message', (bytes) => this.onAnswer(bytes, server, true));
    const local = isV6 ? this.settings.local.v6 : this.settings.local.v4;
    socket.bind({ port: 0, address: local });
    // A connected socket hears of a port that nobody listens to, and only this server.
    socket.connect(server.port, server.address, (error) => {
      if (this.open !== socket) return;
      if (error) this.next('ECONNREFUSED');
      else socket.send(this.message, (failed) => { if (failed && this.open === socket) this.next('ECONNREFUSED'); });
    });
  }

  overTcp(server) {
    const socket = require('net').connect({ host: server.address, port: server.port });
    this.open = socket;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.message.length);
    socket.write(Buffer.concat([length, this.message]));
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) this.onAnswer(bytes.subarray(2, 2 + bytes.readUInt16BE(0)), server, false);
    });
    socket.on('error', () => { if (this.open === socket) this.next('ECONNREFUSED'); });
    socket.on('end', () => { if (this.open === socket) this.next('ECONNREFUSED'); });
  }

  onAnswer(bytes, server, mayBeLonger) {
    let read;
    try {
      read = answer(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.finish('EBADRESP');
      return;
    }
    // Somebody else's, or one that comes too late.
    if (read.id !== this.id) return;
    if (read.truncated && mayBeLonger) {
      this.close(true);
      this.overTcp(server);
    } else if (read.failure === 'ESERVFAIL' || read.failure === 'ENOTIMP' || read.failure === 'EREFUSED') {
      this.next(read.failure);
    } else if (read.failure !== undefined) {
      this.finish(read.failure);
    } else {
      this.finish(null, read);
    }
  }

  cancel() {
    this.finish('ECANCELLED');
  }

  close(keepTimer) {
    const { open } = this;
    this.open = null;
    if (!keepTimer) clearTimeout(this.timer);
    if (open) {
      open.removeAllListeners();
      open.on('error', () => {});
      if (open.destroy) open.destroy();
      else open.close();
    }
  }

  finish(code, found) {
    if (this.done === null) return;
    this.close();
    const { done } = this;
    this.done = null;
    done(code, found);
  }
}

module.exports = { Query };
