'use strict';

// Says hello to everybody. usage: server.js PORT

require('http').createServer((request, response) => response.end('hello')).listen(Number(process.argv[2]), '127.0.0.1');
