'use strict';

// Node's old name of stream.Readable, which old packages still require.
module.exports = require('stream').Readable;
