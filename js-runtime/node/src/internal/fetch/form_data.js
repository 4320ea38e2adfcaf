'use strict';

/** `FormData`: a list of names with texts or files. */

const { finish, required } = require('internal/fetch/idl');

const lists = new WeakMap();

function listOf(form) {
  const list = lists.get(form);
  if (list === undefined) throw require('internal/fetch/idl').illegal('FormData');
  return list;
}

/** An entry: a blob becomes a file with a name. */
function entry(name, value, filename) {
  const { Blob, File } = require('buffer');
  name = String(name).toWellFormed();
  if (!(value instanceof Blob)) return [name, String(value).toWellFormed()];
  if (!(value instanceof File)) value = new File([value], filename ?? 'blob', { type: value.type });
  else if (filename !== undefined) value = new File([value], filename, { type: value.type, lastModified: value.lastModified });
  return [name, value];
}

function checked(args, method) {
  const { Blob } = require('buffer');
  required(2, args, `FormData.${method}`);
  if (args.length > 2 && !(args[1] instanceof Blob)) {
    throw new TypeError(`Failed to execute '${method}' on 'FormData': parameter 2 is not of type 'Blob'`);
  }
  return entry(args[0], args[1], args.length > 2 ? String(args[2]) : undefined);
}

class FormData {
  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
    lists.set(this, []);
  }

  append(name, value, filename = undefined) {
    listOf(this).push(checked(arguments, 'append'));
  }

  delete(name) {
    const list = listOf(this);
    required(1, arguments, 'FormData.delete');
    name = String(name);
    lists.set(this, list.filter(([key]) => key !== name));
  }

  get(name) {
    const list = listOf(this);
    required(1, arguments, 'FormData.get');
    name = String(name);
    return list.find(([key]) => key === name)?.[1] ?? null;
  }

  getAll(name) {
    const list = listOf(this);
    required(1, arguments, 'FormData.getAll');
    name = String(name);
    return list.filter(([key]) => key === name).map(([, value]) => value);
  }

  has(name) {
    const list = listOf(this);
    required(1, arguments, 'FormData.has');
    name = String(name);
    return list.some(([key]) => key === name);
  }

  set(name, value, filename = undefined) {
    const list = listOf(this);
    const made = checked(arguments, 'set');
    const at = list.findIndex(([key]) => key === made[0]);
    if (at < 0) list.push(made);
    else lists.set(this, list.map((old, index) => (index === at ? made : old)).filter(([key], index) => key !== made[0] || index <= at));
  }

  * keys() { for (const [name] of listOf(this)) yield name; }
  * values() { for (const [, value] of listOf(this)) yield value; }
  * entries() { for (const [name, value] of listOf(this)) yield [name, value]; }

  forEach(callback, thisArg = undefined) {
    required(1, arguments, 'FormData.forEach');
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of listOf(this)) Reflect.apply(callback, thisArg, [value, name, this]);
  }
}
finish(FormData, (self) => {
  const shown = {};
  for (const [name, value] of listOf(self)) {
    if (!Object.hasOwn(shown, name)) shown[name] = value;
    else if (Array.isArray(shown[name])) shown[name].push(value);
    else shown[name] = [shown[name], value];
  }
  return shown;
});
Object.defineProperty(FormData.prototype, Symbol.iterator, { value: FormData.prototype.entries, writable: true, configurable: true });

module.exports = { FormData };
