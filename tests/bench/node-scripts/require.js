'use strict';

// Milliseconds that the requiring of the twenty core modules takes which applications use most, as JSON.

const names = [
  'fs', 'path', 'util', 'events', 'stream', 'buffer', 'crypto', 'http', 'https', 'url', 'querystring', 'os', 'net', 'tls', 'zlib', 'assert',
  'child_process', 'string_decoder', 'timers', 'dns',
];

const begin = process.hrtime.bigint();
for (const name of names) require(name);
console.log(JSON.stringify({ require: Number(process.hrtime.bigint() - begin) / 1e6 }));
