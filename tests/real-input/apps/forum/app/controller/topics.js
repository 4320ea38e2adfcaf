'use strict';

const failed = promise => promise.then(() => 'done', error => `${error.name}: ${error.code ?? ''} ${error.message}`);
/** Without the ids, which are random. */
const plain = document => JSON.parse(JSON.stringify(document).replace(/"[0-9a-f]{24}"/g, '"<id>"'));

exports.written = async ctx => { // PLUG-079
  const { Topic, User } = ctx.app.model;
  const ada = await User.create({ name: 'ada', score: 3 });
  const first = await new Topic({ title: 'First', content: 'a long text', author: ada, picture: Buffer.from('a picture') }).save();
  const [ second ] = await Topic.create([ { title: 'Second', content: 'b', author: ada._id, top: true } ]);
  const refused = await Promise.all([ {}, { title: 'First' }, { title: 'x', visits: -5 }, { title: 'y', author: 'nobody' } ].map(values => failed(new Topic(values).save())));
  await first.reply('one');
  await first.reply('two');
  second.content = 'changed';
  const modified = second.modifiedPaths();
  await second.save();
  const called = await new Promise((resolve, reject) => Topic.findOne({ title: 'First' }, (error, topic) => (error ? reject(error) : resolve(topic))));
  ctx.body = {
    refused, modified, called: plain(called), brief: called.brief, picture: String(called.picture), replies: called.replies.map(({ content }) => content),
    populated: plain(await Topic.find({}).populate('author', 'name').sort({ title: -1 }).exec()),
    lean: plain(await Topic.findOne({ top: true }).lean()), connection: [ ctx.app.mongooseDB.readyState, ctx.app.mongoose === require('mongoose'), ctx.app.mongoose.version ],
  };
};

exports.found = async ctx => {
  const { Topic, User } = ctx.app.model;
  await User.insertMany(Array.from({ length: 150 }, (_, n) => ({ name: `user ${n}`, score: n % 3 })));
  let walked = 0;
  await User.find({ name: /^user/ }).batchSize(40).cursor().eachAsync(({ score }) => { walked += score; });
  ctx.body = {
    walked, counted: [ await User.count({ score: 1 }), await User.count() ],
    page: plain(await User.find({ score: { $gte: 1 } }, 'name', { skip: 2, limit: 3, sort: 'name' })),
    updated: [
      plain(await User.update({ score: 0 }, { $inc: { score: 9 } }, { multi: true })), plain(await User.findOneAndUpdate({ name: 'new' }, { score: 1 }, { upsert: true, new: true })),
      plain(await Topic.update({ 'replies.content': 'one' }, { $push: { replies: { content: 'three' } } })),
    ],
    grouped: await User.aggregate([ { $group: { _id: '$score', n: { $sum: 1 } } }, { $sort: { _id: 1 } } ]),
    distinct: (await User.distinct('score')).sort(), streamed: await new Promise((resolve, reject) => {
      const names = [];
      User.find({ name: /^user 1\d$/ }).sort('name').cursor().on('data', ({ name }) => names.push(name)).on('error', reject).on('end', () => resolve(names));
    }),
    removed: [ (await User.remove({ score: 2 })).result.n, await User.count() ], casting: await failed(User.findOne({ score: 'many' }).exec()),
  };
};
