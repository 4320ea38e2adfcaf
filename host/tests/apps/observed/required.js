'use strict';

global.required = process.argv.length;
