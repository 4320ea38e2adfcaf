'use strict';

const CoreBaseContextClass = require('egg-core/lib/utils/base_context_class');
const BaseContextLogger = require('egg/lib/core/base_context_logger');

const LOGGER = Symbol('BaseContextClass#logger');

/** Base of controllers, services, subscriptions and helpers: one request's `ctx`, `app`, `config`, `service`, `logger`. */
module.exports = class BaseContextClass extends CoreBaseContextClass {
  /** Writes through `app.logger`, with the class's path name before the message. */
  get logger() {
    this[LOGGER] ??= new BaseContextLogger(this.ctx, this.pathName);
    return this[LOGGER];
  }
};
