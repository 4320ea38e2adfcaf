'use strict';

const assert = require('assert');
const util = require('util');
const zlib = require('zlib');
const { pipeline, Readable, Writable } = require('stream');
const { check } = require('./support/outcome.js');

// Bytes of compressed data are the compressor's own choice: what is compared is what comes out again.
const twice = (a, b) => Buffer.concat([a, Buffer.isBuffer(b) ? b : Buffer.from(b)]);
const packed = (dictionary) => zlib.deflateSync('hello', { dictionary: Buffer.from(dictionary) });

// NODE-013
check([
  [() => Object.keys(zlib).join(' '), '"crc32 Deflate Inflate Gzip Gunzip DeflateRaw InflateRaw Unzip BrotliCompress BrotliDecompress deflate deflateSync gzip gzipSync deflateRaw deflateRawSync unzip unzipSync inflate inflateSync gunzip gunzipSync inflateRaw inflateRawSync brotliCompress brotliCompressSync brotliDecompress brotliDecompressSync createDeflate createInflate createDeflateRaw createInflateRaw createGzip createGunzip createUnzip createBrotliCompress createBrotliDecompress constants codes"'],
  [() => Object.entries(zlib.codes).join(' '), '"0,Z_OK 1,Z_STREAM_END 2,Z_NEED_DICT Z_OK,0 Z_STREAM_END,1 Z_NEED_DICT,2 Z_ERRNO,-1 Z_STREAM_ERROR,-2 Z_DATA_ERROR,-3 Z_MEM_ERROR,-4 Z_BUF_ERROR,-5 Z_VERSION_ERROR,-6 -1,Z_ERRNO -2,Z_STREAM_ERROR -3,Z_DATA_ERROR -4,Z_MEM_ERROR -5,Z_BUF_ERROR -6,Z_VERSION_ERROR"'],
  [() => Object.entries(zlib.constants).join(' '), '"Z_NO_FLUSH,0 Z_PARTIAL_FLUSH,1 Z_SYNC_FLUSH,2 Z_FULL_FLUSH,3 Z_FINISH,4 Z_BLOCK,5 Z_OK,0 Z_STREAM_END,1 Z_NEED_DICT,2 Z_ERRNO,-1 Z_STREAM_ERROR,-2 Z_DATA_ERROR,-3 Z_MEM_ERROR,-4 Z_BUF_ERROR,-5 Z_VERSION_ERROR,-6 Z_NO_COMPRESSION,0 Z_BEST_SPEED,1 Z_BEST_COMPRESSION,9 Z_DEFAULT_COMPRESSION,-1 Z_FILTERED,1 Z_HUFFMAN_ONLY,2 Z_RLE,3 Z_FIXED,4 Z_DEFAULT_STRATEGY,0 ZLIB_VERNUM,4880 DEFLATE,1 INFLATE,2 GZIP,3 GUNZIP,4 DEFLATERAW,5 INFLATERAW,6 UNZIP,7 BROTLI_DECODE,8 BROTLI_ENCODE,9 Z_MIN_WINDOWBITS,8 Z_MAX_WINDOWBITS,15 Z_DEFAULT_WINDOWBITS,15 Z_MIN_CHUNK,64 Z_MAX_CHUNK,Infinity Z_DEFAULT_CHUNK,16384 Z_MIN_MEMLEVEL,1 Z_MAX_MEMLEVEL,9 Z_DEFAULT_MEMLEVEL,8 Z_MIN_LEVEL,-1 Z_MAX_LEVEL,9 Z_DEFAULT_LEVEL,-1 BROTLI_OPERATION_PROCESS,0 BROTLI_OPERATION_FLUSH,1 BROTLI_OPERATION_FINISH,2 BROTLI_OPERATION_EMIT_METADATA,3 BROTLI_PARAM_MODE,0 BROTLI_MODE_GENERIC,0 BROTLI_MODE_TEXT,1 BROTLI_MODE_FONT,2 BROTLI_DEFAULT_MODE,0 BROTLI_PARAM_QUALITY,1 BROTLI_MIN_QUALITY,0 BROTLI_MAX_QUALITY,11 BROTLI_DEFAULT_QUALITY,11 BROTLI_PARAM_LGWIN,2 BROTLI_MIN_WINDOW_BITS,10 BROTLI_MAX_WINDOW_BITS,24 BROTLI_LARGE_MAX_WINDOW_BITS,30 BROTLI_DEFAULT_WINDOW,22 BROTLI_PARAM_LGBLOCK,3 BROTLI_MIN_INPUT_BLOCK_BITS,16 BROTLI_MAX_INPUT_BLOCK_BITS,24 BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING,4 BROTLI_PARAM_SIZE_HINT,5 BROTLI_PARAM_LARGE_WINDOW,6 BROTLI_PARAM_NPOSTFIX,7 BROTLI_PARAM_NDIRECT,8 BROTLI_DECODER_RESULT_ERROR,0 BROTLI_DECODER_RESULT_SUCCESS,1 BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT,2 BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT,3 BROTLI_DECODER_PARAM_DISABLE_RING_BUFFER_REALLOCATION,0 BROTLI_DECODER_PARAM_LARGE_WINDOW,1 BROTLI_DECODER_NO_ERROR,0 BROTLI_DECODER_SUCCESS,1 BROTLI_DECODER_NEEDS_MORE_INPUT,2 BROTLI_DECODER_NEEDS_MORE_OUTPUT,3 BROTLI_DECODER_ERROR_FORMAT_EXUBERANT_NIBBLE,-1 BROTLI_DECODER_ERROR_FORMAT_RESERVED,-2 BROTLI_DECODER_ERROR_FORMAT_EXUBERANT_META_NIBBLE,-3 BROTLI_DECODER_ERROR_FORMAT_SIMPLE_HUFFMAN_ALPHABET,-4 BROTLI_DECODER_ERROR_FORMAT_SIMPLE_HUFFMAN_SAME,-5 BROTLI_DECODER_ERROR_FORMAT_CL_SPACE,-6 BROTLI_DECODER_ERROR_FORMAT_HUFFMAN_SPACE,-7 BROTLI_DECODER_ERROR_FORMAT_CONTEXT_MAP_REPEAT,-8 BROTLI_DECODER_ERROR_FORMAT_BLOCK_LENGTH_1,-9 BROTLI_DECODER_ERROR_FORMAT_BLOCK_LENGTH_2,-10 BROTLI_DECODER_ERROR_FORMAT_TRANSFORM,-11 BROTLI_DECODER_ERROR_FORMAT_DICTIONARY,-12 BROTLI_DECODER_ERROR_FORMAT_WINDOW_BITS,-13 BROTLI_DECODER_ERROR_FORMAT_PADDING_1,-14 BROTLI_DECODER_ERROR_FORMAT_PADDING_2,-15 BROTLI_DECODER_ERROR_FORMAT_DISTANCE,-16 BROTLI_DECODER_ERROR_DICTIONARY_NOT_SET,-19 BROTLI_DECODER_ERROR_INVALID_ARGUMENTS,-20 BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES,-21 BROTLI_DECODER_ERROR_ALLOC_TREE_GROUPS,-22 BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MAP,-25 BROTLI_DECODER_ERROR_ALLOC_RING_BUFFER_1,-26 BROTLI_DECODER_ERROR_ALLOC_RING_BUFFER_2,-27 BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES,-30 BROTLI_DECODER_ERROR_UNREACHABLE,-31"'],
  [() => [zlib.Z_SYNC_FLUSH, zlib.Z_DEFAULT_WINDOWBITS, zlib.BROTLI_DECODE], '[2, 15, undefined]'],
  [() => zlib.gunzipSync(''), 'throws Error Z_BUF_ERROR: unexpected end of file | errno=-5'],
  [() => zlib.gunzipSync('abc'), 'throws Error Z_DATA_ERROR: incorrect header check | errno=-3'],
  [() => zlib.inflateSync('abc'), 'throws Error Z_DATA_ERROR: incorrect header check | errno=-3'],
  [() => zlib.inflateRawSync('abc'), 'throws Error Z_BUF_ERROR: unexpected end of file | errno=-5'],
  [() => zlib.inflateRawSync(Buffer.from([7, 7, 7])), 'throws Error Z_DATA_ERROR: invalid block type | errno=-3'],
  [() => zlib.brotliDecompressSync('abc'), 'throws Error Z_BUF_ERROR: unexpected end of file | errno=-5'],
  [() => zlib.brotliDecompressSync(Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 2, 3])), 'throws Error ERR__ERROR_FORMAT_PADDING_2: Decompression failed | errno=-15'],
  [() => zlib.unzipSync('abc'), 'throws Error Z_DATA_ERROR: incorrect header check | errno=-3'],
  [() => zlib.unzipSync(''), 'throws Error Z_BUF_ERROR: unexpected end of file | errno=-5'],
  [() => zlib.brotliDecompressSync(zlib.brotliCompressSync('hello').subarray(0, 4)), 'throws Error Z_BUF_ERROR: unexpected end of file | errno=-5'],
  [() => zlib.gunzipSync(zlib.gzipSync('hello').subarray(0, 12)), 'throws Error Z_BUF_ERROR: unexpected end of file | errno=-5'],
  [() => zlib.gunzipSync(zlib.gzipSync('hello').subarray(0, 14), { finishFlush: 2 }) + '', '"hel"'],
  [() => zlib.gunzipSync(zlib.gzipSync('hello'), { maxOutputLength: 2 }), 'throws RangeError ERR_BUFFER_TOO_LARGE: Cannot create a Buffer larger than 2 bytes'],
  [() => zlib.gzipSync('hello', { level: 99 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.level" is out of range. It must be >= -1 and <= 9. Received 99'],
  [() => zlib.gzipSync('hello', { level: 'a' }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.level" property must be of type number. Received type string (\'a\')'],
  [() => zlib.gzipSync('hello', { level: Infinity }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.level" is out of range. It must be a finite number. Received Infinity'],
  [() => zlib.gzipSync('hello', { level: NaN }).length > 10, 'true'],
  [() => zlib.gzipSync('hello', { chunkSize: 2 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.chunkSize" is out of range. It must be >= 64. Received 2'],
  [() => zlib.gzipSync('hello', { flush: 22 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.flush" is out of range. It must be >= 0 and <= 5. Received 22'],
  [() => zlib.gzipSync('hello', { finishFlush: -1 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.finishFlush" is out of range. It must be >= 0 and <= 5. Received -1'],
  [() => zlib.gzipSync('hello', { windowBits: 8 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.windowBits" is out of range. It must be >= 9 and <= 15. Received 8'],
  [() => zlib.deflateSync('hello', { windowBits: 7 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.windowBits" is out of range. It must be >= 8 and <= 15. Received 7'],
  [() => zlib.inflateSync(zlib.deflateSync('hello', { windowBits: 8 })) + '', '"hello"'],
  [() => zlib.gzipSync('hello', { memLevel: 22 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.memLevel" is out of range. It must be >= 1 and <= 9. Received 22'],
  [() => zlib.gzipSync('hello', { strategy: 22 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.strategy" is out of range. It must be >= 0 and <= 4. Received 22'],
  [() => zlib.gzipSync('hello', { maxOutputLength: 0 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.maxOutputLength" is out of range. It must be >= 1 and <= 4294967296. Received 0'],
  [() => zlib.gzipSync('hello', { dictionary: 5 }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.dictionary" property must be an instance of Buffer, TypedArray, DataView, or ArrayBuffer. Received type number (5)'],
  [() => zlib.gzipSync(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "buffer" argument must be of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer. Received type number (5)'],
  [() => zlib.gzipSync(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "buffer" argument must be of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer. Received undefined'],
  [() => zlib.gzip('x'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received undefined'],
  [() => zlib.gzip('x', {}, 5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received type number (5)'],
  [() => zlib.gzip(5, () => {}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "chunk" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => zlib.gzip(null, () => {}), 'undefined'],
  [() => zlib.inflateSync(packed('hell')), 'throws Error Z_NEED_DICT: Missing dictionary | errno=2'],
  [() => zlib.inflateSync(packed('hell'), { dictionary: Buffer.from('x') }), 'throws Error Z_NEED_DICT: Bad dictionary | errno=2'],
  [() => zlib.inflateSync(packed('hell'), { dictionary: Buffer.from('hell') }) + '', '"hello"'],
  [() => zlib.gunzipSync(twice(zlib.gzipSync('a'), zlib.gzipSync('b'))) + '', '"ab"'],
  [() => zlib.unzipSync(twice(zlib.gzipSync('a'), zlib.gzipSync('b'))) + '', '"ab"'],
  [() => zlib.gunzipSync(twice(zlib.gzipSync('a'), [0, 0, 0, 5])) + '', '"a"'],
  [() => zlib.gunzipSync(twice(zlib.gzipSync('a'), [1, 0, 0, 5])) + '', 'throws Error Z_DATA_ERROR: incorrect header check | errno=-3'],
  [() => zlib.inflateSync(twice(zlib.deflateSync('a'), [1, 0, 0, 5])) + '', '"a"'],
  [() => zlib.gzipSync('x', { info: true }).engine.constructor.name, '"Gzip"'],
  [() => zlib.gzipSync('xyz', { info: true }).engine.bytesWritten, '3'],
  [() => zlib.gunzipSync(zlib.gzipSync(new Uint16Array([1, 2]))), 'Buffer 01000200'],
  [() => zlib.gunzipSync(zlib.gzipSync(new ArrayBuffer(2))), 'Buffer 0000'],
  [() => zlib.brotliCompressSync('x', { params: { 99: 1 } }), 'throws RangeError ERR_BROTLI_INVALID_PARAM: 99 is not a valid Brotli parameter'],
  [() => zlib.brotliCompressSync('x', { params: { abc: 1 } }), 'throws RangeError ERR_BROTLI_INVALID_PARAM: abc is not a valid Brotli parameter'],
  [() => zlib.brotliCompressSync('x', { params: { 0: 0, '00': 0 } }), 'throws RangeError ERR_BROTLI_INVALID_PARAM: 00 is not a valid Brotli parameter'],
  [() => zlib.brotliCompressSync('x', { params: { 1: 'a' } }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.params[key]" property must be of type number. Received type string (\'a\')'],
  [() => zlib.createBrotliDecompress({ params: { 5: 1 } }), 'throws Error ERR_ZLIB_INITIALIZATION_FAILED: Initialization failed'],
  [() => zlib.crc32('hello'), '907060870'],
  [() => zlib.crc32(Buffer.from('hello'), 5), '4277152246'],
  [() => zlib.crc32(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => zlib.crc32('a', 'b'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "value" argument must be of type number. Received type string (\'b\')'],
  [() => zlib.crc32('a', -1), 'throws RangeError ERR_OUT_OF_RANGE: The value of "value" is out of range. It must be >= 0 && <= 4294967295. Received -1'],
  [() => zlib.Gzip() instanceof zlib.Gzip, 'true'],
  [() => zlib.BrotliCompress() instanceof require('stream').Transform, 'true'],
  [() => zlib.createGzip({ chunkSize: Infinity }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.chunkSize" is out of range. It must be a finite number. Received Infinity'],
  [() => zlib.createGzip({ encoding: 'utf8', objectMode: true }).readableObjectMode, 'false'],
  [() => zlib.createGzip().params(1, 55), 'throws RangeError ERR_OUT_OF_RANGE: The value of "strategy" is out of range. It must be >= 0 and <= 4. Received 55'],
  [() => zlib.createGzip().params(99, 1), 'throws RangeError ERR_OUT_OF_RANGE: The value of "level" is out of range. It must be >= -1 and <= 9. Received 99'],
  [() => { const gzip = zlib.createGzip(); gzip.close(); return gzip._closed; }, 'true'],
  [() => { const gzip = zlib.createGzip(); gzip.close(); gzip.reset(); }, 'throws Error ERR_INTERNAL_ASSERTION: zlib binding closed\nThis is caused by either a bug in Node.js or incorrect usage of Node.js internals.\nPlease open an issue with this stack trace at https://github.com/nodejs/node/issues\n'],
  [() => zlib.createGunzip()._processChunk(zlib.gzipSync('abc'), 4) + '', '"abc"'],
  [() => zlib.createGunzip()._processChunk(Buffer.from('abc'), 4), 'throws Error Z_DATA_ERROR: incorrect header check | errno=-3'],
]);

const text = 'hello world '.repeat(20000);
const nameOf = (format) => `create${format[0].toUpperCase()}${format.slice(1)}`;
const once = (run) => new Promise((resolve) => { run(resolve); });

function collect(stream) {
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  return () => Buffer.concat(chunks.splice(0));
}

async function everyFormatGoesBothWays() {
  for (const [pack, unpack] of [
    ['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['brotliCompress', 'brotliDecompress'], ['gzip', 'unzip'],
    ['deflate', 'unzip'],
  ]) {
    const bytes = await util.promisify(zlib[pack])(text);
    assert.strictEqual((await util.promisify(zlib[unpack])(bytes)).toString(), text, unpack);
    assert.strictEqual(zlib[`${unpack}Sync`](zlib[`${pack}Sync`](text)).toString(), text, unpack);
    let length = 0;
    const sink = new Writable({ write(chunk, encoding, callback) { length += chunk.length; setImmediate(callback); } });
    await util.promisify(pipeline)(
      Readable.from([Buffer.from(text)]), zlib[nameOf(pack)]({ chunkSize: 64 }), zlib[nameOf(unpack)]({ chunkSize: 1000 }), sink);
    assert.strictEqual(length, text.length, unpack);
  }
}

async function flushedDataCanBeRead() {
  const gzip = zlib.createGzip();
  const taken = collect(gzip);
  const parts = [];
  gzip.write('hello ');
  await once((done) => gzip.flush(done));
  parts.push(taken());
  assert.strictEqual(zlib.gunzipSync(parts[0], { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString(), 'hello ');
  assert.strictEqual(gzip.bytesWritten, 6);
  await once((done) => gzip.params(0, zlib.constants.Z_HUFFMAN_ONLY, done));
  gzip.write('stored ');
  await once((done) => gzip.params(9, zlib.constants.Z_DEFAULT_STRATEGY, done));
  gzip.end('again');
  await once((done) => gzip.on('end', done));
  await once((done) => gzip.flush(done));
  parts.push(taken());
  assert.strictEqual(zlib.gunzipSync(Buffer.concat(parts)).toString(), 'hello stored again');
}

// What ws does with messages: raw streams that go on, each message flushed, its last four bytes left out.
async function messagesOfOneStream() {
  const deflate = zlib.createDeflateRaw({ windowBits: 13 });
  const inflate = zlib.createInflateRaw({ windowBits: 13 });
  const [packedBytes, unpacked] = [collect(deflate), collect(inflate)];
  for (const message of ['abcabcabc', 'abcabcabc', 'z']) {
    deflate.write(message);
    await once((done) => deflate.flush(zlib.constants.Z_SYNC_FLUSH, done));
    const bytes = packedBytes();
    assert.strictEqual(bytes.subarray(-4).toString('hex'), '0000ffff');
    inflate.write(bytes.subarray(0, -4));
    inflate.write(Buffer.from([0, 0, 0xff, 0xff]));
    await once((done) => inflate.flush(done));
    assert.strictEqual(unpacked().toString(), message);
    deflate.reset();
    inflate.reset();
  }
  await once((done) => deflate.close(done));
  assert.ok(deflate._closed && deflate.destroyed);
  inflate.close();
}

async function whatFollowsTheEnd() {
  const two = twice(zlib.gzipSync('abc'), zlib.gzipSync('def'));
  for (const [tail, expected] of [[[0, 0, 0], 'end abcdef'], [[1, 2, 3], 'Z_DATA_ERROR'], [[0x1f, 0x8b, 9], 'Z_BUF_ERROR']]) {
    const gunzip = zlib.createGunzip();
    const taken = collect(gunzip);
    const outcome = once((done) => {
      gunzip.on('end', () => done(`end ${taken()}`));
      gunzip.on('error', (error) => done(error.code));
    });
    // In pieces, so that a member ends inside a chunk, and at its end.
    for (const byte of two) gunzip.write(Buffer.from([byte]));
    gunzip.end(Buffer.from(tail));
    assert.strictEqual(await outcome, expected);
  }
  const inflate = zlib.createInflate();
  inflate.resume().end(twice(zlib.deflateSync('abc'), 'garbage'));
  await once((done) => inflate.on('end', done));
  assert.strictEqual(inflate.bytesWritten, zlib.deflateSync('abc').length);
}

async function failuresDestroyTheStream() {
  const gunzip = zlib.createGunzip();
  const events = [];
  gunzip.on('error', (error) => events.push(error.message, error.code, error.errno));
  gunzip.resume().end(zlib.gzipSync('hello').subarray(0, 15));
  await once((done) => gunzip.on('close', done));
  assert.deepStrictEqual(events, ['unexpected end of file', 'Z_BUF_ERROR', -5]);
  assert.ok(gunzip.destroyed && gunzip._closed);

  const early = zlib.createGzip();
  early.write(Buffer.alloc(1e6));
  early.destroy();
  await once((done) => early.on('close', done));

  const error = await once((done) => zlib.gunzip(zlib.gzipSync('hello'), { maxOutputLength: 2 }, done));
  assert.strictEqual(error.code, 'ERR_BUFFER_TOO_LARGE');
}

async function aSlowReaderHoldsItBack() {
  const gunzip = zlib.createGunzip();
  const bytes = zlib.gzipSync(Buffer.alloc(5e6, 'ab'));
  gunzip.end(bytes);
  await once((done) => gunzip.once('readable', done));
  for (let turn = 0; turn < 20; turn++) await once(setImmediate);
  assert.ok(gunzip.readableLength <= 3 * gunzip.readableHighWaterMark, `${gunzip.readableLength}`);
  let length = 0;
  for await (const chunk of gunzip) length += chunk.length;
  assert.strictEqual(length, 5e6);
}

function classesAreInherited() {
  class Modern extends zlib.Gunzip {}
  function Old(options) { zlib.Gunzip.call(this, options); }
  util.inherits(Old, zlib.Gunzip);
  assert.ok(new Modern() instanceof zlib.Gunzip);
  assert.strictEqual(new Old({ chunkSize: 99 })._chunkSize, 99);
}

let finished = false;
(async () => {
  await everyFormatGoesBothWays();
  await flushedDataCanBeRead();
  await messagesOfOneStream();
  await whatFollowsTheEnd();
  await failuresDestroyTheStream();
  await aSlowReaderHoldsItBack();
  classesAreInherited();
  finished = true;
})();
process.on('exit', (code) => assert.ok(finished || code !== 0));
