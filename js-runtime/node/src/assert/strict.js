'use strict';

/** `assert/strict`: assert whose `equal` and `deepEqual` are the strict ones. */
module.exports = require('assert').strict;
