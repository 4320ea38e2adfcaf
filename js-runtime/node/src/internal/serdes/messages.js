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
/** For a message that takes a port along: gives its number, which is no longer that object's. */
const kDetach = Symbol('kDetach');

class MessageSerializer extends Serializer {
  #ports;
  /** The SharedArrayBuffers in the message. */
  shared = [];

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

  _getSharedArrayBufferId(buffer) {
    if (buffer.growable) throw dataCloneError('A growable SharedArrayBuffer cannot be shared in Coddle yet. Make it as large as it will be.');
    if (!this.shared.includes(buffer)) this.shared.push(buffer);
    return this.shared.indexOf(buffer);
  }
}
MessageSerializer.prototype._getDataCloneError = function DataCloneError(message) {
  return dataCloneError(message);
};

class MessageDeserializer extends Deserializer {
  #ports;
  #shared;

  constructor(bytes, ports, shared) {
    super(bytes);
    this.#ports = ports;
    this.#shared = shared;
  }

  _readHostObject() {
    return this.#ports[this.readUint32()];
  }

  _getSharedArrayBufferFromId(id) {
    return this.#shared[id];
  }
}

/** The items of `given`; undefined when it has no iterator. What is wrong with one that it has throws. */
function iterated(given, name) {
  const invalid = () => coded(TypeError, 'ERR_INVALID_ARG_TYPE', `Optional ${name} argument must be an iterable`);
  if (given === null || (typeof given !== 'object' && typeof given !== 'function')) throw invalid();
  const method = given[Symbol.iterator];
  if (typeof method !== 'function') return undefined;
  const iterator = method.call(given);
  if (iterator === null || typeof iterator !== 'object' || typeof iterator.next !== 'function') throw invalid();
  return [...{ [Symbol.iterator]: () => iterator }];
}

/** The list of a `postMessage(value, [..])` or `(value, { transfer: [...] })`. */
function transferList(options) {
  if (options == null) return [];
  const list = iterated(options, 'transferList');
  if (list !== undefined) return list;
  if (options.transfer === undefined) return [];
  const named = iterated(options.transfer, 'options.transfer');
  if (named === undefined) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional options.transfer argument must be an iterable');
  return named;
}

/** What a transfer list holds: `{ buffers, ports }`; throws for what cannot be transferred. */
function sorted(list) {
  const buffers = [];
  const ports = [];
  for (const item of list) {
    // As if it were not listed: a buffer is copied, a port is missed when it is written.
    if (item !== null && typeof item === 'object' && untransferable.has(item)) continue;
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

/**
 * A message of `value`, for `post`: `{ bytes, ports, shared }`. What is transferred is detached here; ports go by number, SharedArrayBuffers as
 * they are.
 */
function encode(value, list = []) {
  const { buffers, ports } = sorted(list);
  const serializer = new MessageSerializer(ports);
  serializer.writeHeader();
  serializer.writeValue(value);
  const bytes = serializer.releaseBuffer();
  // Their bytes are in the message: nothing else of one world lives in another.
  for (const buffer of buffers) buffer.transfer();
  return { bytes, ports: ports.map((port) => port[kDetach]()), shared: serializer.shared };
}

/** Reverses `encode`, of `[bytes, ports, shared]`. `makePort(number)`: a port of this world; `made`: takes the ports that came along. */
function decode([bytes, numbers, shared], makePort, made = []) {
  made.push(...numbers.map(makePort));
  const deserializer = new MessageDeserializer(bytes, made, shared);
  deserializer.readHeader();
  return deserializer.readValue();
}

module.exports = { dataCloneError, decode, encode, kDetach, kPort, transferList, untransferable };
