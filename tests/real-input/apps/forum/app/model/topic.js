'use strict';

module.exports = app => {
  const { Schema } = app.mongoose;
  const schema = new Schema({
    title: { type: String, required: true, index: { unique: true } },
    content: String,
    author: { type: Schema.Types.ObjectId, ref: 'User' },
    top: { type: Boolean, default: false },
    replies: [ { content: String, at: { type: Date, default: () => new Date(0) } } ],
    visits: { type: Number, default: 0, min: 0 },
    picture: Buffer,
  }, { usePushEach: true }); // MongoDB knows no $pushAll any more
  schema.virtual('brief').get(function() { return this.content.slice(0, 5); });
  schema.methods.reply = function(content) {
    this.replies.push({ content });
    return this.save();
  };
  schema.pre('save', function(next) {
    this.visits++;
    next();
  });
  return app.mongoose.model('Topic', schema);
};
