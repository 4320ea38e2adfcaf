'use strict';

// NODE-033 NODE-078: V8's serialisation, byte for byte, and the structured clone that is built on it.

const assert = require('assert');
const v8 = require('v8');
const { check } = require('./support/outcome.js');

const hex = (value) => v8.serialize(value).toString('hex');
check([
  [() => [undefined, null, true, false].map(hex), '["ff0f5f", "ff0f30", "ff0f54", "ff0f46"]'],
  [() => [1, -1, 2147483647, -2147483648].map(hex), '["ff0f4902", "ff0f4901", "ff0f49feffffff0f", "ff0f49ffffffff0f"]'],
  [() => [2 ** 31, 1.5, -0].map(hex), '["ff0f4e000000000000e041", "ff0f4e000000000000f83f", "ff0f4e0000000000000080"]'],
  [() => ['abc', 'é', '日本', 'x日'].map(hex), '["ff0f2203616263", "ff0f2201e9", "ff0f6304e5652c67", "ff0f63047800e565"]'],
  [() => [10n, -(2n ** 70n), 0n].map(hex), '["ff0f5a100a00000000000000", "ff0f5a2100000000000000004000000000000000", "ff0f5a00"]'],
  [() => [{}, { a: 1, b: 'x', 5: 2 }, [1, 2, 3], [1,, 3], Object.assign([1], { x: 2 })].map(hex), '["ff0f6f7b00", "ff0f6f490a490422016149022201622201787b03", "ff0f4103490249044906240003", "ff0f61034900490249044906400203", "ff0f410149022201784904240101"]'],
  [() => [new Date(5), Object(true), Object(3), Object('q'), Object(5n), /a/gims].map(hex), '["ff0f440000000000001440", "ff0f79", "ff0f6e0000000000000840", "ff0f73220171", "ff0f7a100500000000000000", "ff0f5222016127"]'],
  [() => [new Map([[1, { a: 2 }]]), new Set([1]), new Uint8Array([1, 2]).buffer].map(hex), '["ff0f3b49026f22016149047b013a02", "ff0f2749022c01", "ff0f42020102"]'],
  [() => [new Uint8Array([1, 2]), Buffer.from('ab'), new Float64Array([1])].map(hex), '["ff0f5c01020102", "ff0f5c0a026162", "ff0f5c0808000000000000f03f"]'],
  [() => hex(Object.assign(new TypeError('m', { cause: 5 }), { stack: 'S' })), '"ff0f72546d22016d63490a732201532e"'],
  [() => v8.serialize(() => {}), 'throws Error: () => {} could not be cloned.'],
  [() => v8.serialize(new WeakMap()), 'throws Error: #<WeakMap> could not be cloned.'],
  [() => v8.deserialize(Buffer.from('ff0f', 'hex')), 'throws Error: Unable to deserialize cloned data.'],
  [() => v8.deserialize(Buffer.from('ff0f99', 'hex')), 'throws Error: Unable to deserialize cloned data.'],
  [() => v8.deserialize(Buffer.from('ff0f5e05', 'hex')), 'throws Error: Unable to deserialize cloned data.'],
  [() => v8.deserialize(Buffer.from('6f', 'hex')), 'throws Error: Unable to deserialize cloned data due to invalid or unsupported version.'],
  [() => v8.deserialize(5), 'throws TypeError ERR_INVALID_ARG_TYPE: buffer must be a TypedArray or a DataView'],
  [() => structuredClone(() => {}), 'throws DataCloneError 25: () => {} could not be cloned.'],
  [() => structuredClone(), 'throws TypeError ERR_MISSING_ARGS: The value argument must be specified'],
]);

// What is written is read again, cycles and shared parts included.
const shared = { deep: [1.5, 'x', null, undefined] };
const value = {
  shared, again: shared, map: new Map([[shared, new Set([1n])]]), holes: [1, , 3], view: new Uint16Array([1, 2]), data: new DataView(new ArrayBuffer(3)),
  date: new Date(0), regexp: /x/giu, buffer: Buffer.from('bytes'), long: '日'.repeat(300),
};
value.self = value;
const back = v8.deserialize(v8.serialize(value));
assert.deepStrictEqual(back, value);
assert.ok(back.again === back.shared && back.self === back && Buffer.isBuffer(back.buffer));

const clone = structuredClone(value);
assert.strictEqual(clone.map.keys().next().value, clone.shared);
const bytes = new Uint8Array([1, 2, 3, 4]).buffer;
const [one, other] = structuredClone([new Uint8Array(bytes, 1, 2), new Uint16Array(bytes)], { transfer: [bytes] });
assert.deepStrictEqual([[...one], one.buffer === other.buffer, bytes.byteLength], [[2, 3], true, 0]);
const error = structuredClone(Object.assign(new RangeError('m', { cause: { a: 1 } }), { lost: 1 }));
assert.deepStrictEqual([error instanceof RangeError, error.message, error.cause, error.lost], [true, 'm', { a: 1 }, undefined]);

const writer = new v8.Serializer();
writer.writeUint32(300);
writer.writeUint64(1, 2);
writer.writeDouble(1.5);
writer.writeRawBytes(Buffer.from('zz'));
const written = writer.releaseBuffer();
assert.strictEqual(written.toString('hex'), 'ac028280808010000000000000f83f7a7a');
const reader = new v8.Deserializer(written);
assert.deepStrictEqual([reader.readUint32(), reader.readUint64(), reader.readDouble(), String(reader.readRawBytes(2))], [300, [1, 2], 1.5, 'zz']);
