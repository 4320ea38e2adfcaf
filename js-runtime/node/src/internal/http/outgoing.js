'use strict';

// OutgoingMessage and ServerResponse: the answer under construction as Node shows it, over a native handle.
//
// THE OUTGOING HANDLE. The owner of a connection makes the response with `responseFromHandle(handle, req)`, where req is the
// IncomingMessage of the same exchange; applications keep Node's own signature, `new ServerResponse(req)`, which gets a
// handle in JavaScript (detached_response.js) that writes HTTP/1.1 to whatever stream `assignSocket` brings.
//
//   statusCode    number, get/set. Already validated by writeHead; a plain `res.statusCode = x` is not, as in Node.
//   statusMessage string or undefined, get/set. Undefined: the standard phrase of the code at the time of sending.
//   sendDate      boolean, get/set: add a Date header when there is none.
//   headersSent   boolean, get: status and headers are committed.
//   getHeader(lowerName)     -> what was set (string, number, or array of them; the type is kept), or undefined.
//   setHeader(name, value)   replaces all of that name without regard to case; `name` keeps its case on the wire. A
//                            replacement keeps the place of the first setting and takes the new case.
//   removeHeader(lowerName)  forgets it; harmless when absent.
//   headerEntries()          -> [[name, value], ...] in order of first setting, names in the case given.
//                 Names and values are validated before the handle sees them; it may trust them. This store is the one that
//                 ctx.set, ctx.remove and ctx.response.headers use.
//   writeHead()   commits status and headers; what is set later does not reach the peer. Sends them at the latest with the
//                 first chunk, and without waiting for one (flushHeaders). Called at most once; never after write or end.
//   write(chunk, cb) -> boolean   chunk: non-empty string (sent as UTF-8) or Uint8Array (not changed by this side until cb).
//                 Commits the headers if writeHead() was not called. cb(err?) once, as a macrotask: the chunk was
//                 handed to the transport, or never will be. False: more is queued than the handle wants; the caller
//                 should wait. When all queued chunks are handed over (their cb's called) it may go on.
//   end(chunk, cb)   chunk as above or undefined. As the only chunk of a response its length is known: the handle then answers
//                 with Content-Length, where Node does (a body is allowed and no Content-Length or Transfer-Encoding is set or was
//                 removed). cb(err?) once, as a macrotask: everything was handed to the transport. At most once.
//   addTrailers(entries)     [[name, value], ...] to follow a chunked body. Optional.
//   informational(status, entries, cb)   sends a 100, 102 or 103 response ahead of the answer; cb(err?). Optional: without it
//                 writeContinue() and its like fail with ERR_FEATURE_UNAVAILABLE_ON_PLATFORM.
//   onClose(cb), destroy()   as in incoming.js.
//
// The handle frames the body (chunked, Content-Length, none for HEAD, 1xx, 204 and 304, where it drops chunks) and adds Date,
// Connection and Keep-Alive. It may refuse what HTTP forbids by calling cb with an Error.
//
// WHAT THIS SIDE PROMISES. No empty chunks; nothing after end() or destroy(); corked chunks arrive as one.
