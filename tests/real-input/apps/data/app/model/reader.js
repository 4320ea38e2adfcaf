'use strict';

module.exports = app => {
  const { Schema } = app.mongoose;
  const schema = new Schema({
    name: { type: String, required: true, unique: true, minlength: 2, trim: true },
    bornAt: Date,
    tags: [ String ],
    address: { city: String, zip: { type: Number, max: 99999 } },
    visits: { type: Number, default: 0 },
    photo: Buffer,
    balance: Schema.Types.Decimal128,
  }, { timestamps: false });
  schema.virtual('title').get(function() { return `reader ${this.name}`; });
  schema.methods.visit = function() {
    this.visits++;
    return this.save();
  };
  schema.statics.of = function(city) { return this.find({ 'address.city': city }).sort('name'); };
  schema.pre('save', function(next) {
    this.tags = [ ...new Set(this.tags) ];
    next();
  });
  return app.mongooseDB.get('books').model('Reader', schema);
};
