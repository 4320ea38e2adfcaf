'use strict';

/** Operations of a wrapper that do not collide with the methods of the client it wraps. */
const symbol = name => Symbol.for(`ClusterClient#${name}`);

module.exports = {
  SUBSCRIBE: symbol('subscribe'),
  UNSUBSCRIBE: symbol('unSubscribe'),
  PUBLISH: symbol('publish'),
  INVOKE: symbol('invoke'),
  CLOSE: symbol('close'),
};
