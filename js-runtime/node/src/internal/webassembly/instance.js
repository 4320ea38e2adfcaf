'use strict';

/** WebAssembly.Instance. */

const natives = require('internal/webassembly/natives');
const errors = require('internal/webassembly/errors');
const { resolve } = require('internal/webassembly/imports');
const { codeOf } = require('internal/webassembly/module');
const { Place } = require('internal/webassembly/place');
const { Store } = require('internal/webassembly/store');
const { isObject, publish } = require('internal/webassembly/values');

/** Makes `instance` an Instance of the module behind `code`. */
function instantiate(where, code, imports, instance = Object.create(Instance.prototype)) {
  if (imports !== undefined && !isObject(imports)) throw new TypeError(`${where}: Argument 1 must be an object`);
  if (imports === undefined && natives.imports(code).length > 0) {
    throw new TypeError(`${where}: Imports argument must be present and must be an object`);
  }
  const { store, numbers } = resolve(where, code, imports ?? {});
  const linked = natives.instantiate(store.handle, code, numbers);
  if (Array.isArray(linked)) {
    const [kind, text] = linked;
    throw new (errors[kind] ?? RangeError)(`${where}: ${text}`);
  }
  Store.claim(store);
  const exports = Object.create(null);
  for (const [name, number, index] of linked.exports) {
    Object.defineProperty(exports, name, { value: store.thing(number, index), enumerable: true });
  }
  if (linked.start !== undefined) store.thing(linked.start)();
  return new Place(instance, { kind: 'Instance', exports: Object.freeze(exports) });
}

class Instance {
  constructor(module, imports = undefined) {
    const where = 'WebAssembly.Instance()';
    instantiate(where, codeOf(where, module), imports, this);
  }

  get exports() {
    return Place.ofReceiver('Instance', this, 'WebAssembly.Instance.exports').exports;
  }
}
publish(Instance, 'Instance', ['exports']);

module.exports = { Instance, instantiate };
