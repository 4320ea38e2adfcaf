'use strict';

// How sockets choose among the addresses of a name, for the whole process.

const { validateBoolean, validateInt32 } = require('internal/validators');

/** No attempt is given up sooner: a slow network is not a dead one. */
const SHORTEST_ATTEMPT = 10;

let autoSelectFamily = true;
let attemptTimeout = 250;

module.exports = {
  SHORTEST_ATTEMPT,
  getDefaultAutoSelectFamily() {
    return autoSelectFamily;
  },
  setDefaultAutoSelectFamily(value) {
    validateBoolean(value, 'value');
    autoSelectFamily = value;
  },
  getDefaultAutoSelectFamilyAttemptTimeout() {
    return attemptTimeout;
  },
  setDefaultAutoSelectFamilyAttemptTimeout(value) {
    validateInt32(value, 'value', 1);
    attemptTimeout = Math.max(value, SHORTEST_ATTEMPT);
  },
};
