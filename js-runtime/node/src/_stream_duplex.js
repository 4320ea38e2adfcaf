'use strict';

// Node's old name of stream.Duplex, which old packages still require.
module.exports = require('stream').Duplex;
