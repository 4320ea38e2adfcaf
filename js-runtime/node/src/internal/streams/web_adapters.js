'use strict';

// Conversions to and from web streams. They are not built: asking for one fails loudly.

const { notBuilt, refusal } = require('internal/not_built');

const ADVICE = 'Use a Node stream (stream.Readable, stream.Writable) instead of a web stream.';

function install(Class) {
  Class.fromWeb = refusal(`stream.${Class.name}.fromWeb()`, ADVICE);
  Class.toWeb = refusal(`stream.${Class.name}.toWeb()`, ADVICE);
}

/** The error of `feature` asked of a web stream. */
function webStreamRefused(feature) {
  return notBuilt(feature, ADVICE);
}

module.exports = { ADVICE, install, webStreamRefused };
