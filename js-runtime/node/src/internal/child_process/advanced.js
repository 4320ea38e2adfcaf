'use strict';

/** Messages of an 'advanced' channel: V8's serialisation behind its length. */

const { Buffer } = require('buffer');
const { DefaultDeserializer, DefaultSerializer } = require('internal/serdes/default');

/** What stands before a host object. */
const VIEW = 0;
const OTHER = 1;

class Writer extends DefaultSerializer {
  _writeHostObject(object) {
    if (ArrayBuffer.isView(object)) {
      this.writeUint32(VIEW);
      super._writeHostObject(object);
    } else {
      this.writeUint32(OTHER);
      this.writeValue({ ...object });
    }
  }
}

class Reader extends DefaultDeserializer {
  _readHostObject() {
    return this.readUint32() === VIEW ? super._readHostObject() : this.readValue();
  }
}

const ChannelSerializer = {
  encode(message) {
    const writer = new Writer();
    writer.writeHeader();
    writer.writeValue(message);
    const bytes = writer.releaseBuffer();
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  },
  decode(bytes) {
    // Typed arrays of the message are views of what they were read from.
    const reader = new Reader(Buffer.from(bytes));
    reader.readHeader();
    return reader.readValue();
  },
};

module.exports = { ChannelSerializer };
