'use strict';

/** What clients and proxies may name a request by: it goes into logs, so not everything. */
const REQUEST_ID = /^[\w.:+/=@-]{1,128}$/;
/** W3C Trace Context: version, trace id, parent span, flags. */
const TRACE_PARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-|$)/;

/** Names given here, by context. */
const given = new WeakMap();

/**
 * Which request a log entry belongs to: `requestId` of the header `x-request-id` (or a random one, the same for all entries of the
 * request), `traceId` of `ctx.tracer` or the header `traceparent`, of which `spanId` is as well, then `userId`, `ip`, `method`, `url`
 * and `usedMs`.
 */
module.exports = function requestFields(ctx) {
  const { header = {} } = ctx;
  const [ , traceId, spanId ] = TRACE_PARENT.exec(header.traceparent) ?? [];
  return {
    requestId: REQUEST_ID.test(header['x-request-id']) ? header['x-request-id'] : nameOf(ctx),
    traceId: ctx.tracer?.traceId ?? traceId,
    spanId,
    userId: ctx.userId || undefined,
    ip: ctx.ip,
    method: ctx.method,
    url: ctx.url,
    usedMs: usedBy(ctx),
  };
};

function nameOf(ctx) {
  if (!given.has(ctx)) given.set(ctx, require('crypto').randomUUID());
  return given.get(ctx);
}

function usedBy({ performanceStarttime, starttime }) {
  if (performanceStarttime) return Math.floor((performance.now() - performanceStarttime) * 1000) / 1000;
  return starttime ? Date.now() - starttime : undefined;
}
