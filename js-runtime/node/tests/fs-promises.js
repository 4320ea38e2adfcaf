'use strict';

const assert = require('assert');
const fs = require('fs');
const fsp = require('fs/promises');
const os = require('os');
const path = require('path');

// NODE-026
const dir = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'fs-promises-'));
const at = (...names) => path.join(dir, ...names);

async function main() {
  assert.strictEqual(fs.promises, fsp);

  await fsp.writeFile(at('file'), 'hello');
  assert.strictEqual(await fsp.readFile(at('file'), 'utf8'), 'hello');
  assert.deepStrictEqual(await fsp.readFile(at('file')), Buffer.from('hello'));
  await fsp.appendFile(at('file'), ' world');
  await fsp.truncate(at('file'), 8);
  assert.strictEqual(await fsp.readFile(at('file'), 'latin1'), 'hello wo');

  // Arguments are checked in the promise.
  await assert.rejects(fsp.readFile(5.5), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(fsp.mkdir(at('a\0b')), { code: 'ERR_INVALID_ARG_VALUE' });
  await assert.rejects(fsp.stat(at('none')), { code: 'ENOENT', syscall: 'stat', path: at('none') });
  await assert.rejects(fsp.readFile(at('file'), { signal: AbortSignal.abort() }), { name: 'AbortError', code: 'ABORT_ERR' });

  assert.strictEqual(await fsp.mkdir(at('one', 'two'), { recursive: true }), at('one'));
  assert.strictEqual(await fsp.mkdir(at('one', 'two'), { recursive: true }), undefined);
  assert.deepStrictEqual(await fsp.readdir(at('one')), ['two']);
  await fsp.writeFile(at('one', 'two', 'deep'), '');
  assert.deepStrictEqual(await fsp.readdir(dir, { recursive: true }), ['file', 'one', 'one/two', 'one/two/deep']);
  await assert.rejects(fsp.rm(at('one')), { code: 'ERR_FS_EISDIR' });

  const names = [];
  for await (const entry of await fsp.opendir(at('one'))) names.push([entry.name, entry.isDirectory(), entry.parentPath]);
  assert.deepStrictEqual(names, [['two', true, at('one')]]);

  await fsp.cp(at('one'), at('copy'), { recursive: true });
  assert.deepStrictEqual(await fsp.readdir(at('copy', 'two')), ['deep']);
  await fsp.rm(at('copy'), { recursive: true });
  await assert.rejects(fsp.access(at('copy')), { code: 'ENOENT' });

  // Iterables are written piece by piece.
  await fsp.writeFile(at('pieces'), (async function* () {
    yield 'a';
    yield Buffer.from('b');
  })());
  await fsp.writeFile(at('pieces'), ['c', 'd'], { flag: 'a' });
  assert.strictEqual(await fsp.readFile(at('pieces'), 'utf8'), 'abcd');

  const handle = await fsp.open(at('file'), 'r+');
  assert.ok(handle.fd > 2);
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(5), 0, 5, 0);
  assert.deepStrictEqual([bytesRead, String(buffer)], [5, 'hello']);
  assert.strictEqual((await handle.write('HELLO', 0)).bytesWritten, 5);
  assert.strictEqual((await handle.stat()).size, 8);
  await handle.truncate(5);
  await handle.sync();
  await handle.utimes(1, 2);
  assert.strictEqual((await handle.stat()).mtimeMs, 2000);
  let closed = 0;
  handle.on('close', () => closed++);
  await Promise.all([handle.close(), handle.close()]);
  assert.deepStrictEqual([handle.fd, closed], [-1, 1]);
  await assert.rejects(handle.read(), { code: 'EBADF', message: 'file closed', syscall: 'read' });
  assert.strictEqual(fs.readFileSync(at('file'), 'utf8'), 'HELLO');

  const streamed = await fsp.open(at('file'));
  let text = '';
  for await (const chunk of streamed.createReadStream({ encoding: 'utf8' })) text += chunk;
  assert.strictEqual(text, 'HELLO');
  assert.strictEqual(streamed.fd, -1);
}

let finished = false;
main().then(() => { finished = true; });
process.on('exit', () => {
  fs.rmSync(dir, { recursive: true });
  assert.ok(finished);
});
