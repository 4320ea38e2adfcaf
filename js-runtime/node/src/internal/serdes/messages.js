'use strict';

/**
 * Values that go to another world, or are cloned in this one: the structured clone of the HTML standard, with what is transferred.
 */

const { coded, codes } = require('internal/errors');
const { Serializer } = require('internal/serdes/serializer');
const { Deserializer } = require('internal/serdes/deserializer');

function dataCloneError(message) {
  const { DOMException } = require('internal/dom_exception');
  return new DOMException(message, 'DataCloneError');
}

const untransferable = new WeakSet();
const kPort = Symbol('kPort');

class MessageSerializer extends Serializer {
  #ports;

  constructor(ports) {
    super();
    this.#ports = ports;
  }

  isHostObject(object) {
    return object[kPort] !== undefined;
  }

  _writeHostObject(object) {
    const index = this.#ports.indexOf(object);
    if (index < 0) {
      throw coded(TypeError, 'ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST', 'Object that needs transfer was found in message but not listed in transferList');
    }
    this.writeUint32(index);
  }
}
MessageSerializer.prototype._getDataCloneError = function DataCloneError(message) {
  return dataCloneError(message);
};

class MessageDeserializer extends Deserializer {
  #ports;

  constructor(bytes, ports) {
    super(bytes);
    this.#ports = ports;
  }

  _readHostObject() {
    return this.#ports[this.readUint32()];
  }
}

/** The list of a `postMessage(value, [..])` or `(value, { transfer: [...] })`. */
function transferList(options, name = 'transferList') {
  if (options == null) return [];
  if (typeof options !== 'object') throw codes.ERR_INVALID_ARG_TYPE(name, ['Array', 'Object'], options);
  const list = typeof options[Symbol.iterator] === 'function' ? options : options.transfer;
  if (list == null) return [];
  if (typeof list !== 'object' || typeof list[Symbol.iterator] !== 'function') {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional transferList argument must be an iterable');
  }
  return [...list];
}

/** What a transfer list holds: `{ buffers, ports }`; throws for what cannot be transferred. */
function sorted(list) {
  const buffers = [];
  const ports = [];
  for (const item of list) {
    if (item !== null && typeof item === 'object' && untransferable.has(item)) {
      throw dataCloneError('An object could not be cloned because it is marked as untransferable.');
    }
    if (item instanceof ArrayBuffer) {
      if (buffers.includes(item)) throw dataCloneError('Transfer list contains duplicate ArrayBuffer');
      if (item.detached === true) throw dataCloneError('An ArrayBuffer is detached and could not be cloned.');
      buffers.push(item);
    } else if (item !== null && typeof item === 'object' && item[kPort] !== undefined) {
      if (ports.includes(item)) throw dataCloneError('Transfer list contains duplicate MessagePort');
      if (item[kPort] === null) throw dataCloneError('MessagePort in transfer list is already detached');
      ports.push(item);
    } else {
      throw dataCloneError('Found invalid object in transferList');
    }
  }
  return { buffers, ports };
}

/** The bytes of `value`. What was transferred is detached here; a port's number goes with them: `{ bytes, ports }`. */
function encode(value, list = []) {
  const { buffers, ports } = sorted(list);
  const serializer = new MessageSerializer(ports);
  serializer.writeHeader();
  serializer.writeValue(value);
  const bytes = serializer.releaseBuffer();
  // Their bytes are in the message: nothing of one world lives in another.
  for (const buffer of buffers) buffer.transfer();
  return { bytes, ports: ports.map((port) => port.detachPort()) };
}

/** Reverses `encode`. `makePort(number)`: a port of this world; `made`: takes the ports that came along. */
function decode(bytes, numbers, makePort, made = []) {
  made.push(...numbers.map(makePort));
  const deserializer = new MessageDeserializer(bytes, made);
  deserializer.readHeader();
  return deserializer.readValue();
}

module.exports = { dataCloneError, decode, encode, kPort, transferList, untransferable };
