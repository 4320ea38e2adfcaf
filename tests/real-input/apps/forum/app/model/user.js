'use strict';

module.exports = app => app.mongoose.model('User', new app.mongoose.Schema({ name: String, score: Number }));
