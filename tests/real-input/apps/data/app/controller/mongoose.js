'use strict';

const { isDeepStrictEqual } = require('util');

// Ids are random.
const failed = promise => promise.then(() => 'done', error => `${error.name}: ${error.code ?? ''} ${error.message.replace(/"[0-9a-f]{24}"/, '<id>')}`);
const plain = document => JSON.parse(JSON.stringify(document).replace(/"[0-9a-f]{24}"/g, '"<id>"'));

exports.start = async ctx => { // PLUG-075, PLUG-076, PLUG-077
  const { app } = ctx;
  const { Reader } = app.model;
  const [ books, archive ] = [ 'books', 'archive' ].map(name => app.mongooseDB.get(name));
  ctx.body = {
    module: [ app.mongoose === require('mongoose'), typeof app.mongoose.Schema, typeof app.mongoose.loadModel, app.mongoose.connection === books ],
    connections: [ books, archive ].map(({ name, readyState }) => [ name, readyState ]), none: app.mongooseDB.get('none') ?? null,
    models: Object.keys(app.model), nested: Object.keys(app.model.Loan), context: ctx.model === app.model,
    kind: [ Reader.prototype instanceof app.mongoose.Model, Reader.modelName, Reader.collection.name ], plugins: Reader.plugins,
    promise: app.mongoose.Promise === Promise,
  };
};

exports.documents = async ctx => { // PLUG-080
  const { Reader, Loan: { Entry } } = ctx.app.model;
  const ada = await Reader.create({ name: ' Ada ', bornAt: new Date(Date.UTC(1815, 11, 10)), tags: [ 'engine', 'engine', 'notes' ], address: { city: 'London', zip: 1 }, photo: Buffer.from('a photo'), balance: '12.50' });
  await Reader.insertMany([ { name: 'Bob', address: { city: 'Paris' } }, { name: 'Cy', address: { city: 'London' }, visits: 3 } ]);
  await Entry.create([ { book: 'Notes', days: 3, reader: ada._id }, { book: 'More', days: 10, reader: ada } ]);
  const refused = await Promise.all([ { name: 'A' }, {}, { name: 'Ada' }, { name: 'Zed', address: { zip: 100000 } }, { name: 'Yan', bornAt: 'never' } ].map(values => failed(Reader.create(values))));
  await ada.visit();
  const found = await Reader.findById(ada.id);
  found.tags.push('visited');
  found.address.city = 'Ockham';
  const changed = [ found.isModified('tags'), found.isModified('name'), found.modifiedPaths().sort() ];
  await found.save();
  const stale = await failed(Object.assign(ada, { tags: ada.tags.slice(1) }).save());
  const lean = await Reader.findOne({ name: 'Ada' }).lean();
  ctx.body = {
    made: [ ada.title, ada.photo.toString(), ada.balance.toString(), ada.isNew ], refused, changed, stale,
    found: plain(found), lean: [ lean instanceof Reader, lean.visits, lean.photo.buffer.toString(), String(lean.balance), isDeepStrictEqual(lean._id, found._id) ],
    entries: plain(await Entry.find().sort('days').populate('reader', 'name visits')),
    of: (await Reader.of('London')).map(({ name }) => name),
    id: [ ada.id.length, ada._id.equals(ada.id), ada._id.getTimestamp() instanceof Date ],
  };
};

exports.queries = async ctx => {
  const { Reader, Loan: { Entry } } = ctx.app.model;
  await Entry.deleteMany({});
  await Entry.insertMany(Array.from({ length: 250 }, (_, n) => ({ book: `book ${n}`, days: n % 5 })));
  let walked = 0;
  for await (const entry of Entry.find({ days: { $gt: 1 } }).batchSize(20).cursor()) walked += entry.days;
  const counted = [ await Entry.countDocuments({ days: 2 }), await Entry.estimatedDocumentCount(), await Entry.exists({ book: 'none' }) ];
  ctx.body = {
    walked, counted,
    page: plain(await Entry.find({ book: /^book 1\d$/i }, 'book').sort({ days: -1, book: 1 }).skip(1).limit(4)),
    some: (await Entry.find().or([ { days: 4 }, { book: { $in: [ 'book 1', 'book 2' ] } } ]).where('book').regex(/\b\d$/).sort('book')).map(({ book }) => book),
    updated: [
      plain(await Entry.updateMany({ days: 0 }, { $inc: { days: 7 }, $set: { book: 'none' } })), plain(await Entry.updateOne({ book: 'new' }, { days: 1 }, { upsert: true })).upsertedCount,
      plain(await Reader.findOneAndUpdate({ name: 'Bob' }, { $push: { tags: { $each: [ 'x', 'y' ] } }, $unset: { address: 1 } }, { new: true })), await Reader.findOneAndUpdate({ name: 'Nobody' }, { visits: 1 }),
    ],
    grouped: await Entry.aggregate([ { $match: { days: { $lt: 7 } } }, { $group: { _id: '$days', n: { $sum: 1 } } }, { $sort: { _id: 1 } } ]),
    distinct: (await Entry.distinct('days')).sort(),
    bulk: plain(await Entry.bulkWrite([ { insertOne: { document: { book: 'last' } } }, { deleteMany: { filter: { days: 3 } } }, { replaceOne: { filter: { book: 'last' }, replacement: { book: 'very last' } } } ])).deletedCount,
    deleted: [ plain(await Entry.deleteOne({ book: 'very last' })), (await Entry.findOneAndDelete({ days: 7 })).book, await Entry.countDocuments() ],
    refused: [ await failed(Reader.find({ visits: 'many' })), await failed(Reader.collection.insertOne({ name: 'Bob' })) ],
    indexes: (await Reader.collection.indexes()).map(({ name, unique }) => [ name, unique ?? false ]),
  };
};
