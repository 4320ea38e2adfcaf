'use strict';

const assert = require('assert');
const os = require('os');
const util = require('util');
const { EggBaseError } = require('egg-errors/lib/base');

const FRAMEWORK_ERROR = Symbol.for('FrameworkBaseError');

/** How framework errors are logged: with the page that explains `<module>_<serialNumber>`. */
class FrameworkErrorFormater {
  static faqPrefix = 'https://eggjs.org/zh-cn/faq';
  static faqPrefixEnv = process.env.EGG_FRAMEWORK_ERR_FAQ_PERFIX;

  static format(error) {
    const stack = error.stack || 'no_stack';
    return util.format(
      'framework.%s: %s\n%s\ncode: %s\nserialNumber: %s\nerrorContext: %j\npid: %s\nhostname: %s\n',
      error.name, messageWithFaq(this, error), stack.slice(stack.indexOf('\n') + 1), error.code, error.serialNumber,
      error.errorContext, process.pid, os.hostname());
  }

  static formatError(error) {
    error.message = messageWithFaq(this, error);
    return error;
  }
}

/** Base of a framework's errors; subclasses have a getter `module`, the first part of the code. */
class FrameworkBaseError extends EggBaseError {
  constructor(message, serialNumber, errorContext) {
    super({ message, serialNumber, errorContext });
    assert(message, 'message is required');
    assert(serialNumber, 'serialNumber is required');
    this.serialNumber = String(serialNumber);
    this.errorContext = errorContext || '';
    this.code = `${this.module}_${this.serialNumber}`;
    this[FRAMEWORK_ERROR] = true;
  }

  get module() {
    throw new Error('module should be implement');
  }

  static create(message, serialNumber, errorContext) {
    const error = FrameworkErrorFormater.formatError(new this(message, serialNumber, errorContext));
    Error.captureStackTrace(error, this.create);
    return error;
  }

  static isFrameworkError(error) {
    return error[FRAMEWORK_ERROR] === true;
  }
}

function messageWithFaq({ faqPrefix, faqPrefixEnv }, error) {
  const prefix = faqPrefixEnv || faqPrefix;
  const isKnown = FrameworkBaseError.isFrameworkError(error) && !error.message.includes(prefix);
  return isKnown ? `${error.message} [ ${prefix}/${error.code} ]` : error.message;
}

module.exports = { FrameworkBaseError, FrameworkErrorFormater };
