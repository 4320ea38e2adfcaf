'use strict';

exports.keys = 'measured';
exports.cluster = { admin: JSON.parse(process.env.ADMIN) };
