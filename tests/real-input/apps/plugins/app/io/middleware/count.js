'use strict';

module.exports = () => async (ctx, next) => {
  const { socket } = ctx;
  socket.packets = (socket.packets ?? 0) + 1;
  try {
    await next();
  } catch (error) {
    socket.emit('refused', { failed: ctx.packet[0], message: error.message });
  }
};
