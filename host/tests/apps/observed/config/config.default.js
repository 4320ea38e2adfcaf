'use strict';

exports.keys = 'observed';
