'use strict';

/** HTTP methods, lower case: what Node 20's parser knows, in its order; and what a koa router counts as implemented. */
exports.METHODS = Object.freeze([
  'acl', 'bind', 'checkout', 'connect', 'copy', 'delete', 'get', 'head', 'link', 'lock', 'm-search', 'merge',
  'mkactivity', 'mkcalendar', 'mkcol', 'move', 'notify', 'options', 'patch', 'post', 'propfind', 'proppatch', 'purge',
  'put', 'query', 'rebind', 'report', 'search', 'source', 'subscribe', 'trace', 'unbind', 'unlink', 'unlock',
  'unsubscribe',
]);

exports.IMPLEMENTED = Object.freeze([ 'HEAD', 'OPTIONS', 'GET', 'PUT', 'PATCH', 'POST', 'DELETE' ]);
