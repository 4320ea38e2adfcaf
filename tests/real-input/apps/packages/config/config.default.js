'use strict';

exports.keys = 'real-packages-only';
exports.security = { csrf: { enable: false } };
