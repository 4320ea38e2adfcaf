'use strict';

/** `v8.DefaultSerializer` and its reader: typed arrays go as their kind and their bytes, a Buffer stays a Buffer. */

const { Buffer } = require('buffer');
const { Serializer, bytesOf } = require('internal/serdes/serializer');
const { Deserializer } = require('internal/serdes/deserializer');
const { slots } = require('internal/serdes/format');

/** Kinds by the number that stands for them; 10 is Buffer. */
const KINDS = [
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array',
  'DataView', 'Buffer', 'BigInt64Array', 'BigUint64Array',
];
const BUFFER = 10;

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view) {
    const kind = Buffer.isBuffer(view) ? BUFFER : KINDS.indexOf(slots.viewName(view));
    const bytes = bytesOf(view);
    this.writeUint32(kind);
    this.writeUint32(bytes.length);
    this.writeRawBytes(bytes);
  }
}

class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const kind = this.readUint32();
    const length = this.readUint32();
    const bytes = this.readRawBytes(length);
    if (kind === BUFFER) return bytes;
    const Class = globalThis[KINDS[kind]];
    const width = Class.BYTES_PER_ELEMENT || 1;
    // Over the same bytes where they lie well, else over a copy, as in Node.
    if (bytes.byteOffset % width === 0) return new Class(bytes.buffer, bytes.byteOffset, length / width);
    return new Class(new Uint8Array(bytes).buffer, 0, length / width);
  }
}

function serialize(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

function deserialize(buffer) {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

module.exports = { DefaultDeserializer, DefaultSerializer, deserialize, serialize };
