'use strict';

exports.keys = 'what cookies are signed with';

exports.middleware = [ 'rateLimit' ];

exports.rateLimit = {
  most: 3,
  seconds: 60,
  header: 'x-client',
  // As for any middleware of egg: what the load balancer asks for is not counted.
  ignore: '/health',
};
