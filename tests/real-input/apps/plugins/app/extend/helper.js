'use strict';

exports.plus = (a, b) => a + b;
exports.path = function() { return this.ctx.path; };
