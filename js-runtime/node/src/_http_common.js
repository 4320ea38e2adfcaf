'use strict';

/** Node's old name of what `http`'s parts share, as far as packages use it. The parser itself is native, and has no class. */

const { hasInvalidChar, isToken } = require('internal/http/headers');

module.exports = {
  _checkInvalidHeaderChar: (value) => hasInvalidChar(`${value}`),
  _checkIsHttpToken: (value) => isToken(`${value}`),
  CRLF: '\r\n',
  chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
  methods: require('internal/http/methods'),
};
