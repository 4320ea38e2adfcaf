'use strict';

/** The global `WebAssembly`. */

const natives = require('internal/webassembly/natives');
const { CompileError, LinkError, RuntimeError } = require('internal/webassembly/errors');
const { Global } = require('internal/webassembly/global');
const { Instance, instantiate } = require('internal/webassembly/instance');
const { Memory } = require('internal/webassembly/memory');
const { Module, bytesOf, codeOf, compile } = require('internal/webassembly/module');
const { Place } = require('internal/webassembly/place');
const { Table } = require('internal/webassembly/table');

/** The bytes of a Response, or of a promise of one, that says that it is wasm. */
async function streamed(source) {
  const { ERR_INVALID_ARG_TYPE, ERR_WEBASSEMBLY_RESPONSE } = require('internal/errors').codes;
  const response = await source;
  if (!(response instanceof Response)) {
    throw new ERR_INVALID_ARG_TYPE('source', ['Response', 'Promise resolving to Response'], response);
  }
  const type = response.headers.get('content-type');
  if (type !== 'application/wasm') throw new ERR_WEBASSEMBLY_RESPONSE(`has unsupported MIME type '${type}'`);
  if (!response.ok) throw new ERR_WEBASSEMBLY_RESPONSE(`has status code ${response.status}`);
  if (response.bodyUsed) throw new ERR_WEBASSEMBLY_RESPONSE('body has already been used');
  return new Uint8Array(await response.arrayBuffer());
}

/** A new module and an instance of it. */
function both(where, bytes, imports) {
  const module = compile(where, bytes);
  return { module, instance: instantiate(where, codeOf(where, module), imports) };
}

const WebAssembly = {
  async compile(bytes) {
    const where = 'WebAssembly.compile()';
    return compile(where, bytesOf(where, bytes));
  },

  validate(bytes) {
    return natives.validate(bytesOf('WebAssembly.validate()', bytes));
  },

  async instantiate(source, imports = undefined) {
    const where = 'WebAssembly.instantiate()';
    if (Place.of('Module', source) !== undefined) return instantiate(where, codeOf(where, source), imports);
    return both(where, bytesOf(where, source, 'a buffer source or a WebAssembly.Module object'), imports);
  },

  async compileStreaming(source) {
    return compile('WebAssembly.compileStreaming()', await streamed(source));
  },

  async instantiateStreaming(source, imports = undefined) {
    return both('WebAssembly.instantiateStreaming()', await streamed(source), imports);
  },
};

const classes = { Module, Instance, Table, Memory, Global, CompileError, LinkError, RuntimeError };
for (const [name, value] of Object.entries(classes)) {
  Object.defineProperty(WebAssembly, name, { value, writable: true, configurable: true });
}
Object.defineProperty(WebAssembly, Symbol.toStringTag, { value: 'WebAssembly', configurable: true });

module.exports = { WebAssembly };
