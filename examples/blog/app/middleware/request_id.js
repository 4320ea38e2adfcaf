'use strict';

let last = 0;

/** Gives every request an id, the caller's where it brings one, and answers it in the same header. */
module.exports = ({ header }) => async function requestId(ctx, next) {
  ctx.state.requestId = ctx.get(header) || `${process.pid}-${++last}`;
  ctx.set(header, ctx.state.requestId);
  await next();
};
