'use strict';

/** The HTTP status of an error; what cannot be one is 500. */
exports.detectStatus = function detectStatus({ status }) {
  return !status || status < 200 ? 500 : status;
};
