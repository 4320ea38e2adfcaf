'use strict';

/** MongoDB's codes for what commands refuse. */
const CODES = { BadValue: 2, Unauthorized: 13, TypeMismatch: 14, AuthenticationFailed: 18, CursorNotFound: 43, CommandNotFound: 59, ImmutableField: 66, DuplicateKey: 11000 };

/** Why a command, or one write of it, fails; `details` are what the answer has beside code and text. */
class Refusal extends Error {
  constructor(codeName, message, details = {}) {
    super(message);
    Object.assign(this, { codeName, code: CODES[codeName], details });
  }
}

module.exports = { Refusal };
