'use strict';

// Signs and encrypts cookies. Made for this application alone; in production take it from where you keep secrets.
exports.keys = '{{keys}}';

exports.greeting = 'Hello';
