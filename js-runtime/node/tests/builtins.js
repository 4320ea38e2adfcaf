'use strict';

// The modules that packages ask for by name, and what they look at first.

const assert = require('assert');
const coddle = Boolean(process.versions.coddle);

// NODE-012: buffer.
const buffer = require('buffer');
assert.strictEqual(buffer.Buffer, Buffer);
assert.strictEqual(buffer.SlowBuffer(3).length, 3);
assert.deepStrictEqual([buffer.kMaxLength, buffer.kStringMaxLength], [buffer.constants.MAX_LENGTH, buffer.constants.MAX_STRING_LENGTH]);
assert.ok(buffer.isUtf8(Buffer.from('é')) && !buffer.isUtf8(Buffer.from([0xff])) && buffer.isAscii(Buffer.from('a')));
assert.deepStrictEqual([buffer.atob('aGk='), buffer.btoa('hi')], ['hi', 'aGk=']);
assert.strictEqual(buffer.Blob, globalThis.Blob);
const file = new buffer.File(['text'], 'name.txt', { type: 'text/plain', lastModified: 5 });
assert.deepStrictEqual([file.name, file.size, file.type, file.lastModified], ['name.txt', 4, 'text/plain', 5]);
const url = URL.createObjectURL(new Blob(['seen']));
assert.strictEqual(buffer.resolveObjectURL(url).size, 4);
URL.revokeObjectURL(url);
assert.strictEqual(buffer.resolveObjectURL(url), undefined);

// NODE-023: tty. The test's own output is no terminal.
const tty = require('tty');
assert.strictEqual(tty.isatty(1e6), false);
assert.throws(() => new tty.WriteStream(-1), { code: 'ERR_INVALID_FD' });
const depth = (env) => tty.WriteStream.prototype.getColorDepth.call({}, env);
assert.deepStrictEqual(
  [depth({ TERM: 'dumb' }), depth({ TERM: 'xterm' }), depth({ TERM: 'xterm-256color' }), depth({ COLORTERM: 'truecolor', TERM: 'x' }),
    depth({ FORCE_COLOR: '0' }), depth({ FORCE_COLOR: '3' }), depth({ NO_COLOR: '1' })],
  [1, 4, 8, 24, 1, 24, 1]);
assert.strictEqual(tty.WriteStream.prototype.hasColors.call({ getColorDepth: () => 4 }, 16), true);

// NODE-024: cluster, in a process that is not one of its workers.
const cluster = require('cluster');
assert.ok(cluster instanceof require('events'));
assert.deepStrictEqual([cluster.isMaster, cluster.isPrimary, cluster.isWorker, cluster.worker, cluster.workers], [true, true, false, undefined, {}]);
assert.deepStrictEqual([cluster.SCHED_NONE, cluster.SCHED_RR, cluster.schedulingPolicy], [1, 2, 2]);
assert.deepStrictEqual(cluster.settings, {});
if (coddle) {
  for (const name of ['fork', 'setupPrimary', 'setupMaster', 'disconnect', 'Worker']) {
    assert.throws(() => cluster[name](), (error) => (
      error.code === 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' && error.message.includes(`cluster.${name}`)), name);
  }
}

// NODE-032: constants: what graceful-fs and others look up by name.
const constants = require('constants');
assert.deepStrictEqual(
  [constants.O_RDONLY, constants.O_SYMLINK, constants.S_IFMT, constants.SIGTERM, constants.EAGAIN, constants.SSL_OP_NO_SSLv3],
  [0, undefined, 0o170000, 15, 11, 0x2000000]);
assert.ok(Object.hasOwn(constants, 'O_SYMLINK') === false && constants.UV_FS_COPYFILE_EXCL === 1 && constants.F_OK === 0);

// NODE-036: http2 loads, since HTTP clients look at it; its constants are Node's.
const http2 = require('http2');
assert.deepStrictEqual([http2.constants.HTTP2_HEADER_PATH, http2.constants.NGHTTP2_CANCEL], [':path', 8]);
assert.strictEqual(typeof http2.connect, 'function');
if (coddle) assert.throws(() => http2.connect('http://localhost'), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });

// NODE-044: node:sqlite is not in Node 20 either, and packages look for it behind a guard.
assert.throws(() => require('node:sqlite'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
assert.throws(() => require('sqlite'), { code: 'MODULE_NOT_FOUND' });

// NODE-045: what nobody uses is refused with its name.
if (coddle) {
  for (const name of ['repl', 'wasi', 'trace_events']) {
    assert.throws(() => require(name), (error) => error.code === 'MODULE_NOT_FOUND' && error.message.includes(`'${name}'`), name);
  }
}

// NODE-085: an add-on is refused with its file and what to do instead.
const fs = require('fs');
const path = require('path');
const addon = path.join(fs.mkdtempSync(path.join(require('os').tmpdir(), 'addon-')), 'binding.node');
fs.writeFileSync(addon, 'no library');
process.on('exit', () => fs.rmSync(path.dirname(addon), { recursive: true }));
assert.throws(() => require(addon), (error) => error.code === 'ERR_DLOPEN_FAILED' && error.message.includes(addon));

// NODE-102 NODE-103: the words of errors that are shown to people.
assert.throws(() => JSON.parse(''), { name: 'SyntaxError', message: 'Unexpected end of JSON input' });
assert.throws(() => JSON.parse('{"a": b}'), { name: 'SyntaxError' });
const nothing = undefined;
assert.throws(() => nothing.x, { name: 'TypeError', message: "Cannot read properties of undefined (reading 'x')" });
assert.throws(() => { null.x = 1; }, { name: 'TypeError', message: "Cannot set properties of null (setting 'x')" });
const circular = {};
circular.self = circular;
assert.throws(() => JSON.stringify(circular), (error) => error instanceof TypeError && error.message.startsWith('Converting circular structure to JSON'));
assert.throws(() => later, { name: 'ReferenceError', message: "Cannot access 'later' before initialization" });
const later = 1;
void later;
assert.throws(() => notDefined, { name: 'ReferenceError', message: 'notDefined is not defined' });

// NODE-107: statistics of the heap have values.
const heap = require('v8').getHeapStatistics();
assert.ok(heap.used_heap_size > 0 && heap.heap_size_limit > heap.used_heap_size);
