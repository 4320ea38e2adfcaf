'use strict';

/**
 * What controllers, services and helpers extend: `ctx`, `app`, `config` and `service` of one request.
 *
 * Native: the constructor. `ctx` is stored; the others are own properties too, but read through it (APP-007).
 */
module.exports = native.BaseContextClass;
