'use strict';

// Nanoseconds of a chunk through a source, a transform and a sink, as JSON. usage: pipeline.js CHUNKS

const { Readable, Transform, Writable, pipeline } = require('stream');

const chunks = Number(process.argv[2]);
const chunk = Buffer.alloc(16 << 10, 'x');
let left = chunks;
let bytes = 0;

const source = new Readable({ read() { this.push(left-- > 0 ? chunk : null); } });
const stage = new Transform({ transform(data, encoding, callback) { callback(null, data); } });
const sink = new Writable({
  write(data, encoding, callback) {
    bytes += data.length;
    callback();
  },
});

const begin = process.hrtime.bigint();
pipeline(source, stage, sink, error => {
  if (error) throw error;
  if (bytes !== chunks * chunk.length) throw new Error(`${bytes} bytes came through`);
  console.log(JSON.stringify({ pipeline: Number(process.hrtime.bigint() - begin) / chunks }));
});
