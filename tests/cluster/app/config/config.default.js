'use strict';

exports.keys = 'cluster-app';
