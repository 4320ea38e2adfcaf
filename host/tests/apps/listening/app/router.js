'use strict';

module.exports = app => {
  app.get('/', ctx => {
    const { encrypted, remoteAddress, remotePort } = ctx.req.socket;
    if (ctx.secure) ctx.cookies.set('safe', '1', { secure: true, signed: false });
    ctx.body = {
      address: app.serverAddress,
      encrypted: encrypted === true,
      href: ctx.href,
      ip: ctx.ip,
      pid: process.pid,
      protocol: ctx.protocol,
      remote: [ remoteAddress, typeof remotePort ],
      secure: ctx.secure,
    };
  });
};
