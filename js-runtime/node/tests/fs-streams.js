'use strict';

const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { inherits } = require('util');

// NODE-003: streams over files.
const dir = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'fs-streams-'));
const at = (name) => path.join(dir, name);
fs.writeFileSync(at('digits'), '0123456789');
fs.writeFileSync(at('large'), Buffer.alloc(200000, 'x'));

const openDescriptors = () => fs.readdirSync('/proc/self/fd').length;
// Their first use takes handles of their own, and pipe() looks at them.
void [process.stdout, process.stderr];
const before = openDescriptors();

/** The events of a stream, up to 'close'. */
function eventsOf(stream, names) {
  return new Promise((resolve) => {
    const events = [];
    for (const name of [...names, 'close']) {
      stream.on(name, () => {
        events.push(name);
        if (name === 'close') resolve(events);
      });
    }
  });
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

async function main() {
  const reader = fs.createReadStream(at('digits'));
  assert.strictEqual(reader.fd, null);
  assert.strictEqual(reader.pending, true);
  reader.on('data', () => {});
  assert.deepStrictEqual(await eventsOf(reader, ['open', 'ready', 'end']), ['open', 'ready', 'end', 'close']);
  assert.deepStrictEqual([reader.bytesRead, reader.path, reader.fd, reader.destroyed], [10, at('digits'), null, true]);

  assert.strictEqual(await textOf(fs.createReadStream(at('digits'), { start: 2, end: 4, encoding: 'utf8' })), '234');
  assert.strictEqual(await textOf(fs.createReadStream(at('digits'), { highWaterMark: 3 })), '0123456789');
  assert.strictEqual((await textOf(fs.createReadStream(at('large')))).length, 200000);
  assert.strictEqual(await textOf(fs.createReadStream(null, { fd: fs.openSync(at('digits'), 'r') })), '0123456789');

  const failing = fs.createReadStream(at('none'));
  const error = await new Promise((resolve) => failing.on('error', resolve));
  assert.strictEqual(error.code, 'ENOENT');

  const writer = fs.createWriteStream(at('written'));
  const seen = eventsOf(writer, ['open', 'ready', 'finish']);
  writer.write('abc');
  writer.write(Buffer.from('def'));
  writer.end('616263', 'hex');
  assert.deepStrictEqual(await seen, ['open', 'ready', 'finish', 'close']);
  assert.strictEqual(writer.bytesWritten, 9);
  assert.strictEqual(fs.readFileSync(at('written'), 'utf8'), 'abcdefabc');

  const patch = fs.createWriteStream(at('written'), { flags: 'r+', start: 2, flush: true });
  patch.end('__');
  await eventsOf(patch, []);
  assert.strictEqual(fs.readFileSync(at('written'), 'utf8'), 'ab__efabc');

  const copy = fs.createReadStream(at('large')).pipe(fs.createWriteStream(at('copy')));
  await eventsOf(copy, []);
  assert.strictEqual(fs.statSync(at('copy')).size, 200000);

  // Destroyed while it opens: the descriptor is closed all the same.
  const early = fs.createReadStream(at('large'));
  early.destroy();
  await eventsOf(early, []);
  const stopped = fs.createReadStream(at('large'));
  stopped.once('data', () => stopped.destroy());
  await eventsOf(stopped, []);

  // NODE-003: graceful-fs calls the constructor on an object of its own and opens by itself.
  function Patched(file, options) {
    fs.ReadStream.call(this, file, options);
  }
  inherits(Patched, fs.ReadStream);
  Patched.prototype.open = function () {
    fs.open(this.path, this.flags, this.mode, (error, fd) => {
      if (error) this.emit('error', error);
      else {
        this.fd = fd;
        this.emit('open', fd);
      }
    });
  };
  assert.strictEqual(await textOf(new Patched(at('digits'))), '0123456789');
  assert.ok(fs.ReadStream(at('digits')).destroy() instanceof fs.ReadStream);
}

let finished = false;
main().then(() => { finished = true; });
process.on('exit', () => {
  assert.ok(finished);
  assert.strictEqual(openDescriptors(), before);
  fs.rmSync(dir, { recursive: true });
});
