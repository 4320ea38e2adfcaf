'use strict';

module.exports = app => {
  return class Chat extends app.Controller {
    async count() {
      const { ctx } = this;
      const [ message, done ] = ctx.args;
      await new Promise(setImmediate);
      ctx.socket.emit('counted', { got: message, packet: ctx.packet[0], total: ctx.socket.packets, last: message.last, service: typeof ctx.service });
      if (done) done(`answer ${message.n}`);
    }

    async fail() {
      throw new Error(`refused ${this.ctx.args[0]}`);
    }

    async gone() {
      app.goodbyes = (app.goodbyes ?? 0) + 1;
    }

    async join() {
      const { ctx } = this;
      const [ room ] = ctx.args;
      await new Promise(resolve => ctx.socket.join(room, resolve));
      app.io.of('/rooms').to(room).emit('news', { room, rooms: Object.keys(ctx.socket.rooms).filter(name => name === room) });
    }
  };
};
