'use strict';

/** Tells what came as the application sees it. */
module.exports = () => async ctx => {
  const { method, url, path, query, req } = ctx;
  if (path === '/flood') {
    ctx.body = Buffer.alloc(Number(query.bytes), 'x');
    return;
  }
  const chunks = [];
  if (path !== '/unread') {
    for await (const chunk of req) chunks.push(chunk);
  }
  ctx.body = { method, url, host: req.headers.host, body: Buffer.concat(chunks).toString('latin1') };
};
