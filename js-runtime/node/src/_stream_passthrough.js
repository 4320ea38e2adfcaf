'use strict';

// Node's old name of stream.PassThrough, which old packages still require.
module.exports = require('stream').PassThrough;
