'use strict';

// Light: what Node publishes by itself asks here, so that diagnostics_channel is loaded by those alone who subscribe to something.

/** Node's own channels by name: `{ channel }`, which diagnostics_channel keeps: the channel while somebody listens, or undefined. */
const own = { __proto__: null };

for (const name of [
  'child_process',
  'http.client.request.error',
  'http.client.request.start',
  'http.client.response.finish',
  'http.server.request.start',
  'http.server.response.finish',
  'net.client.socket',
  'net.server.socket',
  'tracing:net.server.listen:asyncEnd',
  'tracing:net.server.listen:asyncStart',
  'tracing:net.server.listen:error',
  'udp.socket',
  'undici:client:sendHeaders',
  'undici:request:bodySent',
  'undici:request:create',
  'undici:request:error',
  'undici:request:headers',
  'undici:request:trailers',
  'worker_threads',
]) own[name] = { channel: undefined };

module.exports = own;
