'use strict';

module.exports = () => async (ctx, next) => {
  ctx.socket.emit('greeting', { id: typeof ctx.socket.id, path: ctx.path, query: ctx.query.transport });
  await next();
  ctx.app.left = (ctx.app.left ?? 0) + 1;
};
