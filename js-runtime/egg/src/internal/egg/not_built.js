'use strict';

/**
 * Members of egg that Coddle does not have yet. Using one fails at once and says so; nothing reads as undefined and turns
 * into a puzzle later.
 */
class NotBuiltError extends Error {
  constructor(member, advice) {
    super(`${member} is not built into this version of Coddle${advice ? `: ${advice}` : ''}`);
    this.name = 'NotBuiltError';
    this.code = 'ERR_CODDLE_NOT_BUILT';
  }
}

exports.NotBuiltError = NotBuiltError;

/** An accessor descriptor whose reading throws; assigning defines the member, so that a plugin may bring its own. */
exports.accessor = function accessor(member, name, advice) {
  return {
    configurable: true,
    enumerable: true,
    get() {
      throw new NotBuiltError(member, advice);
    },
    set(value) {
      Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  };
};

/** A function that throws when it is called. */
exports.method = function method(member, advice) {
  return function notBuilt() {
    throw new NotBuiltError(member, advice);
  };
};
