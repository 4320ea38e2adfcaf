'use strict';

// Node's old name of stream.Transform, which old packages still require.
module.exports = require('stream').Transform;
