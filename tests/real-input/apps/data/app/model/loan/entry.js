'use strict';

module.exports = app => {
  const { Schema } = app.mongoose;
  return app.mongooseDB.get('books').model('Entry', new Schema({ book: String, days: Number, reader: { type: Schema.Types.ObjectId, ref: 'Reader' } }));
};
