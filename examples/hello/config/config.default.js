'use strict';

// Cookies are signed with this. A real application reads it from where it keeps its secrets.
exports.keys = 'hello-only';
