'use strict';

const assert = require('assert');
const fs = require('fs');
const { AsyncLocalStorage } = require('async_hooks');

// NODE-017: the callback of a file operation belongs to whom started it.
const storage = new AsyncLocalStorage();
const seen = [];
for (const name of ['one', 'two']) {
  storage.run(name, () => {
    fs.readFile(__filename, () => {
      seen.push(`${name} ${storage.getStore()}`);
      fs.stat(__filename, () => seen.push(`${name} ${storage.getStore()}`));
    });
    fs.rm(`${__filename}.none`, { force: true }, () => seen.push(`${name} ${storage.getStore()}`));
  });
}
fs.stat(__filename, () => seen.push(`none ${storage.getStore()}`));
process.on('exit', () => {
  assert.deepStrictEqual(seen.sort(), [
    'none undefined', 'one one', 'one one', 'one one', 'two two', 'two two', 'two two',
  ]);
});
