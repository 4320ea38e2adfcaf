'use strict';

/** The commands that MongoDB's drivers send, over collections in memory. */

const { Binary, Long } = require('bson');
const { Aggregator, Query } = require('mingo');
const { Collection } = require('./collection');
const { Refusal } = require('./error');
const { Conversation, MECHANISMS } = require('./scram');

/** What is allowed before a client has shown who it is. */
const OPEN = new Set([ 'hello', 'ismaster', 'saslstart', 'saslcontinue', 'ping', 'buildinfo', 'endsessions' ]);
/** How many documents an answer has without a `batchSize`. */
const BATCH = 101;

/** `namespace` ("database.collection") to Collection. */
const collections = new Map();
/** Of each open cursor's number: what it has yet to give. */
const cursors = new Map();
let lastCursor = 0;

function collection(database, name) {
  const namespace = `${database}.${name}`;
  if (!collections.has(namespace)) collections.set(namespace, new Collection(namespace));
  return collections.get(namespace);
}

function cursor(namespace, documents, batchSize = BATCH, { singleBatch = false } = {}) {
  const firstBatch = documents.slice(0, batchSize);
  let id = 0;
  if (documents.length > firstBatch.length && !singleBatch) {
    id = ++lastCursor;
    cursors.set(id, { namespace, rest: documents.slice(batchSize) });
  }
  return { cursor: { id: Long.fromNumber(id), ns: namespace, firstBatch } };
}

/** Does `write` for each of `items`; what came of it, as the answer of a write has it. */
function each(items, ordered, write) {
  const writeErrors = [];
  for (const [ index, item ] of items.entries()) {
    try {
      write(item, index);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (ordered !== false) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

/** Sorted, cut and with the fields of `projection`, as a query asks for them. */
function arranged(collection, { filter, projection, sort, skip, limit }) {
  let found = new Query(filter ?? {}).find(collection.documents, projection);
  if (sort) found = found.sort(sort);
  if (skip) found = found.skip(skip);
  if (limit) found = found.limit(Math.abs(limit));
  return found.all();
}

const greeting = client => ({
  helloOk: true, maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000, maxWriteBatchSize: 100000, localTime: new Date(),
  logicalSessionTimeoutMinutes: 30, connectionId: client.id, minWireVersion: 0, maxWireVersion: 9, readOnly: false, saslSupportedMechs: MECHANISMS,
});

/** By their names in lower case: `(command, client)` to the answer; `client` is `{ id, account, conversation, known }`. */
const commands = {
  hello: (command, client) => ({ isWritablePrimary: true, ...greeting(client) }),
  ismaster: (command, client) => ({ ismaster: true, ...greeting(client) }),
  ping: () => ({}),
  buildinfo: () => ({ version: '4.4.0', versionArray: [ 4, 4, 0, 0 ] }),
  endsessions: () => ({}),

  saslstart({ mechanism, payload }, client) {
    client.conversation = new Conversation(mechanism, client.account);
    return { conversationId: 1, done: false, payload: new Binary(Buffer.from(client.conversation.first(payload.toString('utf8')))) };
  },
  saslcontinue({ payload }, client) {
    const text = payload.toString('utf8');
    if (text === '') return { conversationId: 1, done: client.known, payload: new Binary(Buffer.alloc(0)) };
    const answer = client.conversation.final(text);
    client.known = true;
    return { conversationId: 1, done: false, payload: new Binary(Buffer.from(answer)) };
  },

  find(command) {
    const from = collection(command.$db, command.find);
    return cursor(from.namespace, arranged(from, command), command.batchSize, command);
  },
  getmore({ getMore, batchSize }) {
    const open = cursors.get(Number(getMore));
    if (!open) throw new Refusal('CursorNotFound', `cursor id ${getMore} not found`);
    const nextBatch = open.rest.splice(0, batchSize ?? open.rest.length);
    if (open.rest.length === 0) cursors.delete(Number(getMore));
    return { cursor: { id: Long.fromNumber(open.rest.length === 0 ? 0 : Number(getMore)), ns: open.namespace, nextBatch } };
  },
  killcursors({ cursors: ids }) {
    const cursorsKilled = ids.filter(id => cursors.delete(Number(id)));
    return { cursorsKilled, cursorsNotFound: ids.filter(id => !cursorsKilled.includes(id)), cursorsAlive: [], cursorsUnknown: [] };
  },

  insert({ $db, insert, documents, ordered }) {
    let n = 0;
    const errors = each(documents, ordered, document => {
      collection($db, insert).insert(document);
      n++;
    });
    return { n, ...errors };
  },
  update({ $db, update, updates, ordered }) {
    const into = collection($db, update);
    const upserted = [];
    let [ n, nModified ] = [ 0, 0 ];
    const errors = each(updates, ordered, ({ q, u, multi, upsert, arrayFilters }, index) => {
      const found = into.find(q).slice(0, multi ? undefined : 1);
      for (const document of found) {
        if (into.replace(document, into.updated(document, u, { arrayFilters, filter: q }))) nModified++;
        n++;
      }
      if (found.length === 0 && upsert) {
        upserted.push({ index, _id: into.upsert(q, u)._id });
        n++;
      }
    });
    return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
  },
  delete({ $db, delete: name, deletes, ordered }) {
    const from = collection($db, name);
    let n = 0;
    const errors = each(deletes, ordered, ({ q, limit }) => {
      for (const document of from.find(q).slice(0, limit || undefined)) {
        from.remove(document);
        n++;
      }
    });
    return { n, ...errors };
  },
  findandmodify({ $db, query = {}, update, remove, new: after, upsert, sort, fields, arrayFilters, ...names }) {
    const into = collection($db, names.findAndModify ?? names.findandmodify);
    const shown = document => arranged({ documents: [ document ] }, { projection: fields })[0];
    const [ found ] = arranged(into, { filter: query, sort });
    const document = found && into.documents.find(one => one._id === found._id);
    if (remove) {
      if (document) into.remove(document);
      return { lastErrorObject: { n: document ? 1 : 0 }, value: document ? shown(document) : null };
    }
    if (!document && !upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
    if (!document) {
      const made = into.upsert(query, update);
      return { lastErrorObject: { n: 1, updatedExisting: false, upserted: made._id }, value: after ? shown(made) : null };
    }
    const next = into.updated(document, update, { arrayFilters, filter: query });
    into.replace(document, next);
    return { lastErrorObject: { n: 1, updatedExisting: true }, value: shown(after ? next : document) };
  },

  aggregate({ $db, aggregate, pipeline, cursor: { batchSize } = {} }) {
    const from = collection($db, aggregate);
    const rows = new Aggregator(pipeline, { collectionResolver: name => collection($db, name).documents }).run(from.documents);
    return cursor(from.namespace, rows, batchSize);
  },
  count({ $db, count, query, skip, limit }) {
    return { n: arranged(collection($db, count), { filter: query, skip, limit }).length };
  },
  distinct({ $db, distinct, key, query = {} }) {
    const pipeline = [ { $match: query }, { $project: { value: `$${key}` } }, { $unwind: '$value' }, { $group: { _id: '$value' } } ];
    const rows = new Aggregator(pipeline).run(collection($db, distinct).documents);
    return { values: rows.map(({ _id }) => _id) };
  },

  createindexes({ $db, createIndexes, indexes }) {
    const of = collection($db, createIndexes);
    const before = of.indexes.length;
    for (const index of indexes) of.createIndex(index);
    return { numIndexesBefore: before, numIndexesAfter: of.indexes.length, createdCollectionAutomatically: false };
  },
  listindexes({ $db, listIndexes }) {
    const { namespace, indexes } = collection($db, listIndexes);
    return cursor(namespace, indexes);
  },
  listcollections({ $db }) {
    const names = [ ...collections.keys() ].filter(name => name.startsWith(`${$db}.`)).map(name => name.slice($db.length + 1));
    return cursor(`${$db}.$cmd.listCollections`, names.map(name => ({ name, type: 'collection', options: {}, info: { readOnly: false } })));
  },
  create({ $db, create }) {
    collection($db, create);
    return {};
  },
  drop({ $db, drop }) {
    collections.delete(`${$db}.${drop}`);
    return {};
  },
  dropdatabase({ $db }) {
    for (const name of [ ...collections.keys() ]) if (name.startsWith(`${$db}.`)) collections.delete(name);
    return { dropped: $db };
  },
};

/** The answer to `command`: what it gave, or why it failed. */
function run(command, client) {
  const [ given ] = Object.keys(command);
  const name = given.toLowerCase();
  try {
    if (!commands[name]) throw new Refusal('CommandNotFound', `no such command: '${given}'`);
    if (!client.known && !OPEN.has(name)) throw new Refusal('Unauthorized', `command ${given} requires authentication`);
    return { ...commands[name](command, client), ok: 1 };
  } catch (error) {
    // mingo's own: an operator that there is not, or one that is used wrongly
    const { codeName = 'BadValue', code = 2, details = {} } = error;
    return { ok: 0, errmsg: error.message, code, codeName, ...details };
  }
}

module.exports = { run };
