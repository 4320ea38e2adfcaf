'use strict';

const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { promisify } = require('util');

// NODE-003: every callback comes once, later, with what Node passes.
const dir = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'fs-callbacks-'));
const at = (...names) => path.join(dir, ...names);
fs.writeFileSync(at('file'), 'hello');
fs.symlinkSync('file', at('link'));

let waiting = 0;
function call(start, check) {
  waiting++;
  let later = false;
  start((...args) => {
    assert.ok(later, `${start} called back at once`);
    waiting--;
    check(...args);
  });
  later = true;
}
function fails(start, code, syscall) {
  call(start, (error, ...rest) => {
    assert.strictEqual(error.code, code);
    assert.strictEqual(error.syscall, syscall);
    assert.strictEqual(rest.length, 0);
  });
}
function gives(start, expected) {
  call(start, (error, value) => {
    assert.strictEqual(error, null);
    assert.deepStrictEqual(value, expected);
  });
}
function succeeds(start, then) {
  call(start, (...args) => {
    assert.strictEqual(args.length, 1);
    assert.strictEqual(args[0], null);
    then();
  });
}

gives((done) => fs.readFile(at('file'), done), Buffer.from('hello'));
gives((done) => fs.readFile(at('file'), 'utf8', done), 'hello');
gives((done) => fs.readFile(at('file'), { encoding: 'hex' }, done), '68656c6c6f');
fails((done) => fs.readFile(at('none'), done), 'ENOENT', 'open');
fails((done) => fs.readFile(dir, done), 'EISDIR', 'read');
gives((done) => fs.readlink(at('link'), done), 'file');
gives((done) => fs.realpath(at('link'), done), at('file'));
gives((done) => fs.realpath.native(at('link'), done), at('file'));
fails((done) => fs.stat(at('none'), done), 'ENOENT', 'stat');
fails((done) => fs.readdir(at('none'), done), 'ENOENT', 'scandir');
fails((done) => fs.mkdir(dir, done), 'EEXIST', 'mkdir');
fails((done) => fs.rmdir(at('none'), done), 'ENOENT', 'rmdir');
fails((done) => fs.unlink(at('none'), done), 'ENOENT', 'unlink');
fails((done) => fs.rename(at('none'), at('other'), done), 'ENOENT', 'rename');
fails((done) => fs.copyFile(at('none'), at('other'), done), 'ENOENT', 'copyfile');
fails((done) => fs.access(at('none'), done), 'ENOENT', 'access');
fails((done) => fs.open(at('none'), done), 'ENOENT', 'open');
fails((done) => fs.close(9999, done), 'EBADF', 'close');
fails((done) => fs.truncate(at('none'), 0, done), 'ENOENT', 'open');
fails((done) => fs.rm(at('none'), done), 'ENOENT', 'lstat');
succeeds((done) => fs.rm(at('none'), { force: true }, done), () => {});
call((done) => fs.exists(at('file'), done), (found) => assert.strictEqual(found, true));
call((done) => fs.exists(at('none'), done), (found) => assert.strictEqual(found, false));
call((done) => fs.stat(at('file'), done), (error, stats) => assert.ok(stats.isFile() && stats instanceof fs.Stats));
call((done) => fs.stat(at('file'), { bigint: true }, done), (error, stats) => assert.strictEqual(stats.size, 5n));

succeeds((done) => fs.mkdir(at('a'), done), () => {
  gives((done) => fs.mkdir(at('a', 'b', 'c'), { recursive: true }, done), at('a', 'b'));
});
succeeds((done) => fs.writeFile(at('written'), 'one', done), () => {
  succeeds((done) => fs.appendFile(at('written'), ' two', done), () => {
    assert.strictEqual(fs.readFileSync(at('written'), 'utf8'), 'one two');
    succeeds((done) => fs.truncate(at('written'), 3, done), () => {
      assert.strictEqual(fs.readFileSync(at('written'), 'utf8'), 'one');
    });
  });
});

call((done) => fs.open(at('file'), 'r+', done), (error, fd) => {
  assert.strictEqual(typeof fd, 'number');
  const target = Buffer.alloc(3);
  call((done) => fs.read(fd, target, 0, 3, 1, done), (error, bytesRead, buffer) => {
    assert.deepStrictEqual([error, bytesRead, buffer === target, String(target)], [null, 3, true, 'ell']);
    call((done) => fs.write(fd, 'HE', 0, done), (error, written, text) => {
      assert.deepStrictEqual([error, written, text], [null, 2, 'HE']);
      call((done) => fs.fstat(fd, done), (error, stats) => {
        assert.strictEqual(stats.size, 5);
        succeeds((done) => fs.close(fd, done), () => {
          assert.throws(() => fs.fstatSync(fd), { code: 'EBADF' });
        });
      });
    });
  });
});

// promisify knows of the callbacks with several results.
const fd = fs.openSync(at('promisified'), 'w+');
waiting++;
promisify(fs.write)(fd, 'abc').then(async (result) => {
  assert.deepStrictEqual(result, { bytesWritten: 3, buffer: 'abc' });
  const { bytesRead } = await promisify(fs.read)(fd, Buffer.alloc(3), 0, 3, 0);
  assert.strictEqual(bytesRead, 3);
  assert.strictEqual(await promisify(fs.exists)(at('promisified')), true);
  fs.closeSync(fd);
  waiting--;
});

process.on('exit', () => {
  assert.strictEqual(waiting, 0);
  fs.rmSync(dir, { recursive: true });
});
