'use strict';

// The handle of a TLSSocket: what net.Socket asks of a stream handle (net/stream.rs), over a session (tls/session.rs) and the stream that
// carries its bytes.

const { Buffer } = require('buffer');
const { refusal } = require('internal/not_built');

const EPIPE = -32;
const ECANCELED = -125;

const PROGRESS = { MORE: 0, SETTINGS: 1, FAILED: 2 };

/** OpenSSL's words for what is wrong with a certificate. */
const VERDICTS = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_SIGNATURE_FAILURE: 'certificate signature failure',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  INVALID_PURPOSE: 'unsuitable certificate purpose',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed certificate in certificate chain',
  UNABLE_TO_GET_ISSUER_CERT: 'unable to get issuer certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unable to verify the first certificate',
};

class TlsLayer {
  /** `owner`: onGreeting(layer), onSecure(), onProgress(), onFailure(error), onLost(). `raw`: a Duplex. */
  constructor(session, raw, owner) {
    this.session = session;
    this.raw = raw;
    this.owner = owner;
    this.reading = false;
    this.onread = null;
    /** Plaintext that nobody has taken. */
    this.waiting = [];
    this.ended = false;
    this.endTold = false;
    this.secure = false;
    /** Writes wait until the peer is known to be who it should be: [data, callback]. */
    this.held = [];
    this.released = false;
    this.closed = false;
    /** That no more will be sent. */
    this.said = false;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    /** Of plaintext, whose ciphertext the stream below has not taken. */
    this.writeQueueSize = 0;
    this.delivering = false;
    this.listeners = {
      data: (chunk) => this.receive(chunk),
      end: () => this.onRawEnd(),
      close: () => this.onRawClose(),
      error: (error) => this.onRawError(error),
    };
    for (const event of Object.keys(this.listeners)) raw.on(event, this.listeners[event]);
    raw.resume();
  }

  /** Sends what the session has for the peer. */
  flush(callback) {
    const sealed = this.session.takeSealed();
    if (sealed === undefined || this.raw.destroyed || this.raw.writableEnded) {
      if (callback) process.nextTick(callback);
      return true;
    }
    return this.raw.write(Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength), callback);
  }

  receive(chunk) {
    if (this.closed) return;
    const { buffer, byteOffset, byteLength } = chunk;
    this.advance(this.session.receive(new Uint8Array(buffer, byteOffset, byteLength)));
  }

  /** What the session has come to. */
  advance(progress) {
    const { session } = this;
    this.flush();
    this.owner.onProgress();
    if (progress === PROGRESS.FAILED) {
      const [code, message] = session.error;
      this.owner.onFailure(Object.assign(new Error(message), { code }));
      return;
    }
    if (progress === PROGRESS.SETTINGS) {
      this.owner.onGreeting(this);
      return;
    }
    if (!this.secure && !session.isHandshaking) {
      this.secure = true;
      this.owner.onSecure();
      if (this.closed) return;
    }
    const plain = session.takePlain();
    if (plain !== undefined) {
      this.bytesRead += plain.length;
      this.waiting.push(plain);
    }
    if (session.peerClosed) this.ended = true;
    this.deliver();
  }

  /** Chooses a server's settings for the client that greeted: see createServer() of the natives. */
  proceed(...settings) {
    this.advance(this.session.proceed(...settings));
  }

  /** What is wrong with the peer's certificate, as an Error; null when it is fine. */
  verifyError() {
    const { peerCertificates, verdict } = this.session;
    const code = peerCertificates.length === 0 ? 'UNABLE_TO_GET_ISSUER_CERT' : verdict;
    return code === undefined ? null : Object.assign(new Error(VERDICTS[code]), { code });
  }

  deliver() {
    while (this.reading && this.waiting.length > 0) this.onread(this.waiting.shift());
    if (this.reading && this.ended && !this.endTold) {
      this.endTold = true;
      this.onread(null);
    }
    if (this.closed) return;
    // The peer waits where nobody reads.
    if (this.waiting.length > 0 && this.secure) this.raw.pause();
    else if (this.raw.isPaused()) this.raw.resume();
  }

  onRawEnd() {
    if (!this.secure) {
      this.owner.onLost();
      return;
    }
    this.ended = true;
    this.deliver();
  }

  onRawError(error) {
    // Who has said goodbye does not mind that nobody heard it.
    if (this.said && error.syscall === 'write') return;
    // A reset before the handshake is over is an end before it is over.
    if (!this.secure && error.code === 'ECONNRESET') this.owner.onLost();
    else this.owner.onFailure(error);
  }

  onRawClose() {
    if (!this.secure && !this.closed) this.owner.onLost();
    else if (!this.closed) {
      this.ended = true;
      this.deliver();
    }
  }

  // ---- What net.Socket asks ---------------------------------------------------------------------------------------------------

  readStart(onread) {
    this.onread = onread;
    this.reading = true;
    if (!this.delivering && (this.waiting.length > 0 || this.ended)) {
      this.delivering = true;
      process.nextTick(() => {
        this.delivering = false;
        this.deliver();
      });
    } else if (this.raw.isPaused()) {
      this.raw.resume();
    }
    return 0;
  }

  readStop() {
    this.reading = false;
    return 0;
  }

  write(data, callback) {
    if (!this.released) {
      this.flush();
      this.held.push([data, callback]);
      return 1;
    }
    this.send(data, callback);
    return 1;
  }

  writeLatin1(data, callback) {
    return this.write(Buffer.from(data, 'latin1'), callback);
  }

  writev(chunks, callback) {
    return this.write(Buffer.concat(chunks.map((one) => (typeof one === 'string' ? Buffer.from(one) : one))), callback);
  }

  send(data, callback) {
    const length = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
    this.bytesWritten += length;
    if (!this.session.send(data)) {
      callback(null, EPIPE);
      return;
    }
    this.writeQueueSize += length;
    this.flush((error) => {
      this.writeQueueSize -= length;
      callback(null, error ? error.errno || EPIPE : 0);
    });
  }

  /** The peer is fine: what was written goes. */
  release() {
    this.released = true;
    for (const [data, callback] of this.held.splice(0)) this.send(data, callback);
  }

  shutdown(callback) {
    this.said = true;
    this.session.close();
    this.flush(() => {
      if (this.raw.destroyed) callback(null, 0);
      else this.raw.end(() => callback(null, 0));
    });
    return 0;
  }

  close(callback) {
    if (this.closed) return;
    this.closed = true;
    const { raw } = this;
    if (this.secure) {
      this.session.close();
      this.flush();
    }
    for (const event of Object.keys(this.listeners)) raw.removeListener(event, this.listeners[event]);
    // Whatever still happens below is nobody's affair here.
    raw.on('error', () => {});
    for (const [, done] of this.held.splice(0)) done(null, ECANCELED);
    if (callback) {
      if (raw.destroyed && raw.closed) setImmediate(callback);
      else raw.once('close', () => callback());
    }
    raw.destroySoon ? raw.destroySoon() : raw.destroy();
    if (!raw.destroyed && raw.writableFinished) raw.destroy();
  }

  reset() {
    this.raw._handle?.reset?.();
    return 0;
  }

  setNoDelay(enable) {
    this.raw.setNoDelay?.(enable);
  }

  setKeepAlive(enable, seconds) {
    this.raw.setKeepAlive?.(enable, seconds * 1000);
  }

  getsockname() {
    return this.raw._getsockname?.();
  }

  getpeername() {
    return this.raw._getpeername?.();
  }

  ref() {
    this.raw.ref?.();
  }

  unref() {
    this.raw.unref?.();
  }

  hasRef() {
    return true;
  }

  get fd() {
    return this.raw._handle?.fd ?? -1;
  }

  /** Clients for HTTP/2 proxies take the class of Node's socket over a stream from here as they load. */
  get _parentWrap() {
    return { constructor: JSStreamSocket };
  }
}

const JSStreamSocket = refusal('JSStreamSocket', 'A TLSSocket takes any stream; HTTP/2 proxies are not there.');

module.exports = { TlsLayer };
