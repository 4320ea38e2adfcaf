'use strict';

/** Nanoseconds a call of a function takes on Node, once its compiler has seen it: `node node.js FILE TIMES ARGUMENTS-AS-JSON`. */
const path = require('path');

const [ file, times, json ] = process.argv.slice(2);
const work = require(path.resolve(file));
const given = JSON.parse(json);
for (let n = 0; n < 20; n++) work(...given);
const began = process.hrtime.bigint();
for (let n = 0; n < Number(times); n++) work(...given);
console.log(Number(process.hrtime.bigint() - began) / Number(times));
