'use strict';

exports.keys = 'measured';
exports.httpLimits = JSON.parse(process.env.HTTP_LIMITS ?? '{}');
exports.cluster = { admin: JSON.parse(process.env.ADMIN) };
