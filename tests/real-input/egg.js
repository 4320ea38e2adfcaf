'use strict';

// Serves the working directory's application with the egg of its node_modules, in single mode, on the port PORT.

const http = require('http');

const egg = require(require.resolve('egg', { paths: [ process.cwd() ] }));

egg.start({ baseDir: process.cwd() }).then(app => {
  const server = http.createServer(app.callback());
  app.emit('server', server);
  server.listen(Number(process.env.PORT), '127.0.0.1');
}).catch(error => {
  console.error(error);
  process.exit(1);
});
