'use strict';

exports.keys = 'observed';

if (process.env.FAIL === 'app-hangs') exports.workerStartTimeout = 100;
