'use strict';

exports.keys = 'scheduled';
