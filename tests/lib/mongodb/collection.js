'use strict';

/** The documents of one collection, in the order in which they came, and its indexes: these are only there to keep values unique. */

const { BSON, ObjectId } = require('bson');
const { Query } = require('mingo');
require('mingo/init/system');
const { updateObject } = require('mingo/updater');
const { Refusal } = require('./error');

const same = (one, other) => Buffer.compare(BSON.serialize({ value: one }), BSON.serialize({ value: other })) === 0;
const copy = document => BSON.deserialize(BSON.serialize(document));
const at = (document, path) => path.split('.').reduce((value, name) => value?.[name], document);
const isReplacement = update => !Object.keys(update).some(name => name.startsWith('$'));

/** What `filter` says that a document equals: the first fields of one that an upsert makes. */
function equalities(filter) {
  const fields = {};
  for (const [ name, value ] of Object.entries(filter)) {
    if (name === '$and') Object.assign(fields, ...value.map(equalities));
    else if (name.startsWith('$')) continue;
    else if (value?.constructor !== Object || isReplacement(value)) fields[name] = value;
    else if ('$eq' in value) fields[name] = value.$eq;
  }
  return fields;
}

class Collection {
  constructor(namespace) {
    this.namespace = namespace;
    this.documents = [];
    this.indexes = [ { v: 2, key: { _id: 1 }, name: '_id_', unique: true } ];
  }

  find(filter = {}) {
    const query = new Query(filter);
    return this.documents.filter(document => query.test(document));
  }

  createIndex({ name, ...index }) {
    if (!this.indexes.some(one => one.name === name)) this.indexes.push({ v: 2, name, ...index });
  }

  /** Throws where `document` has values that are another's than `except`'s already. */
  keepUnique(document, except) {
    for (const { name, key, unique, sparse } of this.indexes) {
      if (!unique) continue;
      const paths = Object.keys(key);
      const values = paths.map(path => at(document, path));
      if (sparse && values.every(value => value === undefined)) continue;
      const taken = this.documents.some(other => other !== except && paths.every((path, n) => same(at(other, path) ?? null, values[n] ?? null)));
      if (!taken) continue;
      const keyValue = Object.fromEntries(paths.map((path, n) => [ path, values[n] ?? null ]));
      const shown = paths.map((path, n) => `${path}: ${values[n] instanceof ObjectId ? `ObjectId('${values[n]}')` : JSON.stringify(values[n] ?? null)}`).join(', ');
      throw new Refusal('DuplicateKey', `E11000 duplicate key error collection: ${this.namespace} index: ${name} dup key: { ${shown} }`, { keyPattern: key, keyValue });
    }
  }

  insert(document) {
    const kept = { _id: document._id ?? new ObjectId(), ...document };
    this.keepUnique(kept);
    this.documents.push(kept);
    return kept;
  }

  /** `document` as `update` makes it: operators, or a whole new one. */
  updated(document, update, { arrayFilters = [], inserts = false, filter = {} } = {}) {
    if (Array.isArray(update)) throw new Refusal('BadValue', 'this server updates by operators, not by pipelines');
    if (isReplacement(update)) return copy({ _id: document._id, ...update });
    const next = copy(document);
    for (const [ operator, fields ] of Object.entries(update)) {
      if (operator === '$setOnInsert' && !inserts) continue;
      updateObject(next, { [operator === '$setOnInsert' ? '$set' : operator]: fields }, arrayFilters, filter);
    }
    return next;
  }

  /** Puts `next` in the place of `document`; whether it is another. */
  replace(document, next) {
    if (!same(document._id, next._id)) throw new Refusal('ImmutableField', 'Performing an update on the path \'_id\' would modify the immutable field \'_id\'');
    if (same(document, next)) return false;
    this.keepUnique(next, document);
    this.documents[this.documents.indexOf(document)] = next;
    return true;
  }

  /** The document that an upsert of `filter` and `update` makes, which is inserted. */
  upsert(filter, update) {
    const first = {};
    updateObject(first, { $set: equalities(filter) });
    return this.insert(this.updated(first, update, { inserts: true }));
  }

  remove(document) {
    this.documents.splice(this.documents.indexOf(document), 1);
  }
}

module.exports = { Collection };
