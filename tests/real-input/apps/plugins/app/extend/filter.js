'use strict';

exports.hello = name => `hello, ${name}`;
exports.repeat = (text, times) => String(text).repeat(times);
