'use strict';

// Conversions to and from web streams. They are not built: asking for one fails loudly.

const { refusal } = require('internal/not_built');

const ADVICE = 'Use a Node stream (stream.Readable, stream.Writable) instead of a web stream.';

function install(Class) {
  Class.fromWeb = refusal(`stream.${Class.name}.fromWeb()`, ADVICE);
  Class.toWeb = refusal(`stream.${Class.name}.toWeb()`, ADVICE);
}

module.exports = { ADVICE, install };
