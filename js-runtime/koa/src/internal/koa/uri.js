'use strict';

/** Percent coding that leaves a text alone where the standard functions would throw. */
exports.safeEncode = text => attempt(encodeURIComponent, text);
exports.safeDecode = text => attempt(decodeURIComponent, text);

function attempt(convert, text) {
  try {
    return convert(text);
  } catch {
    return text;
  }
}
