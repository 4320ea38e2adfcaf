'use strict';

exports.keys = 'clients';
exports.clusterClient = { responseTimeout: 500 };
