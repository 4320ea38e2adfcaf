'use strict';

exports.keys = 'keys of a test';
exports.security = { csrf: { enable: false } };
// Whatever reaches the application is answered, so that what is not answered did not reach it.
exports.bodyParser = { enable: false };
exports.middleware = [ 'tell' ];
exports.httpLimits = JSON.parse(process.env.HTTP_LIMITS || '{}');
