'use strict';

exports.keys = 'what cookies are signed with';
// Images come from programs, not from forms.
exports.security = { csrf: { enable: false } };
