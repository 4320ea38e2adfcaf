'use strict';

const { Service } = require('egg');

class ValidationService extends Service {
  /** Throws 422 with a list of what is wrong unless all `names` are texts with something in them. */
  require(fields, names) {
    const errors = names
      .filter(name => typeof fields[name] !== 'string' || !fields[name].trim())
      .map(name => ({ field: name, message: 'must be a text' }));
    if (errors.length) this.ctx.throw(422, 'That is not complete', { errors });
  }
}

module.exports = ValidationService;
