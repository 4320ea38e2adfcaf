'use strict';

/** Prints what happens, a line of JSON each, for the test to read. */
module.exports = (who, action, data) => console.log('EVENT %s', JSON.stringify({ who, pid: process.pid, action, data }));
