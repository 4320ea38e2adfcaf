'use strict';

/** Errors that know whether they are a fault (`ERROR`) or an expected refusal (`EXCEPTION`). */
const TYPE = Symbol.for('BaseError#type');

const ErrorType = { BUILTIN: 'BUILTIN', ERROR: 'ERROR', EXCEPTION: 'EXCEPTION' };

class BaseError extends Error {
  /** @param {object} [options] `message`, `code` */
  constructor(options) {
    super();
    this.options = options || {};
    this.message = this.options.message || '';
    this.code = this.options.code || '';
    this.name = this.constructor.name;
  }

  static getType(error) {
    return error[TYPE] || ErrorType.BUILTIN;
  }

  /** An error of this class with another one's message, stack and properties. */
  static from(error, ...args) {
    const created = new this(...args);
    created.message = error.message;
    created.stack = error.stack;
    return Object.assign(created, error);
  }
}

class EggBaseError extends BaseError {
  constructor(options) {
    super(options);
    this[TYPE] = ErrorType.ERROR;
  }
}

class EggBaseException extends BaseError {
  constructor(options) {
    super(options);
    this[TYPE] = ErrorType.EXCEPTION;
  }
}

class EggError extends EggBaseError {
  constructor(message) {
    super({ code: 'EGG_ERROR', message });
  }
}

class EggException extends EggBaseException {
  constructor(message) {
    super({ code: 'EGG_EXCEPTION', message });
  }
}

module.exports = { EggBaseError, EggBaseException, EggError, EggException, ErrorType };
