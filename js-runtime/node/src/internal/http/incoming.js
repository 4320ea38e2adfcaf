'use strict';

// IncomingMessage: a request's head and body as Node shows them, over a native handle.
//
// THE INCOMING HANDLE. Whoever owns a connection (the koa layer's Exchange, a Node-style server later) makes the
// message with `incomingFromHandle(handle)`; applications keep Node's own signature, `new IncomingMessage(socket)`.
// One native object may be the incoming and the outgoing handle (see outgoing.js) at once: no name means two things.
// Members are read with ordinary property access, so accessors and methods on a prototype are fine.
//
//   method        string, get/set. `req.method` reads and writes through, so that an override is seen on both sides.
//   url           string, get/set: the request target as received. Written through, like `method`.
//   httpVersion   '1.1' or '1.0'.
//   rawHeaders()  -> [name, value, name, value, ...] as received, names in the peer's case. Called at most once.
//   headers       object, get/set: lower-case names, values joined by Node's rules (CTX-129). Read at the first need and
//                 not kept here: the handle keeps the one object that ctx.request.headers and req.headers share. A
//                 handle that cannot build it returns `joinHeaders(handle.rawHeaders())` from internal/http/headers.
//   rawTrailers() -> flat array like rawHeaders(); called after onEnd. Optional: absent means no trailers.
//   complete      boolean: the peer sent the whole message (at once true when it has no body).
//   consumed      boolean: native code has read, or is reading, the body; there is nothing for JavaScript. Looked at when the
//                 message is made; native code that starts to read later calls `markConsumed(message)`.
//   remoteAddress, localAddress   string or undefined.
//   remotePort, localPort         number or undefined.
//   encrypted                     boolean: TLS.
//   readStart(onData, onEnd, onError)   starts or resumes delivery. Nothing is read from the peer before the first call, and
//                 nothing is delivered inside the call itself: callbacks come as macrotasks, one chunk each.
//                   onData(Uint8Array)  non-empty and owned by JavaScript from then on (no copy is made here);
//                   onEnd()             after the last chunk, once; `complete` is true and rawTrailers() valid by then;
//                   onError(Error)      the body cannot be had (too large, malformed, reset), once; ends delivery.
//                 Every call brings the same three functions.
//   readStop()    pauses delivery. Chunks already under way may still come; none is lost. Harmless when paused.
//   onClose(cb)   registers cb(premature: boolean), any number of times; each is called once, as a macrotask, or never when the
//                 process ends first:
//                   false  the response was handed to the transport whole;
//                   true   the connection ended, or was destroyed, before that.
//   destroy()     closes the connection now, response sent or not. Harmless when repeated.
//
// WHAT THIS SIDE PROMISES. After `destroy()` no member but onClose is used. `readStart` is never called when `consumed`.
