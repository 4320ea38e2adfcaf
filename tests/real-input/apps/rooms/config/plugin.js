'use strict';

exports.io = { enable: true, package: 'egg-socket.io' };
exports.mysql = { enable: true, package: 'egg-mysql' };
