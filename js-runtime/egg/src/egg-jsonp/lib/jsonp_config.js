'use strict';

/** On a context: `{ jsonpFunction, options }` of the route's `app.jsonp()` middleware. */
module.exports = Symbol('jsonp_config');
