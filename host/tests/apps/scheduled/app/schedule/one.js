'use strict';

exports.schedule = { interval: 50, type: 'worker' };
exports.task = async () => {};
