'use strict';

// Node's old name of stream.Writable, which old packages still require.
module.exports = require('stream').Writable;
