'use strict';

/**
 * The error of a part of Node that Coddle does not have: code ERR_FEATURE_UNAVAILABLE_ON_PLATFORM, Node's own for "not here".
 * `feature`: its name as the application wrote it; `advice`: what to do instead.
 */
function notBuilt(feature, advice) {
  const error = new TypeError(`${feature} is not available in Coddle yet. ${advice}`);
  error.code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
  if (Error.captureStackTrace) Error.captureStackTrace(error, notBuilt);
  return error;
}

const refusals = new WeakSet();

/** A function that always throws notBuilt(feature, advice). */
function refusal(feature, advice) {
  const refuse = function refuse() {
    throw notBuilt(feature, advice);
  };
  refusals.add(refuse);
  return refuse;
}

/** Whether a member of a module is there only to say that it is missing. */
function isRefusal(value) {
  return refusals.has(value);
}

module.exports = { notBuilt, refusal, isRefusal };
