'use strict';

/** WebAssembly.Module. */

const natives = require('internal/webassembly/natives');
const { CompileError } = require('internal/webassembly/errors');
const { Place } = require('internal/webassembly/place');
const { publish, show } = require('internal/webassembly/values');

const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;

/** The bytes of a module; `where` is the function that they were given to. */
function bytesOf(where, value, expected = 'a buffer source') {
  if (!isBytes(value)) throw new TypeError(`${where}: Argument 0 must be ${expected}`);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}

/** Makes `module` the Module of these bytes. */
function compile(where, bytes, module = Object.create(Module.prototype)) {
  if (bytes.length === 0) throw new CompileError(`${where}: BufferSource argument is empty`);
  const code = natives.compile(bytes);
  if (typeof code === 'string') throw new CompileError(`${where}: ${code}`);
  return new Place(module, { kind: 'Module', code });
}

/** What the natives know of a Module. */
function codeOf(where, value) {
  const place = Place.of('Module', value);
  if (place === undefined) throw new TypeError(`${where}: Argument 0 must be a WebAssembly.Module`);
  return place.code;
}

class Module {
  constructor(bytes) {
    const where = 'WebAssembly.Module()';
    compile(where, bytesOf(where, bytes), this);
  }

  static imports(module) {
    return natives.imports(codeOf('WebAssembly.Module.imports()', module)).map(([from, name, kind]) => ({ module: from, name, kind }));
  }

  static exports(module) {
    return natives.exports(codeOf('WebAssembly.Module.exports()', module)).map(([name, kind]) => ({ name, kind }));
  }

  static customSections(module, name) {
    const code = codeOf('WebAssembly.Module.customSections()', module);
    if (name === undefined) throw new TypeError('WebAssembly.Module.customSections(): Argument 1 is required');
    return natives.customSections(code, `${name}`).map(({ buffer, byteOffset, byteLength }) => buffer.slice(byteOffset, byteOffset + byteLength));
  }
}
publish(Module, 'Module', []);
show(Module, ['imports', 'exports', 'customSections']);

module.exports = { Module, bytesOf, codeOf, compile };
