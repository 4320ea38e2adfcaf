'use strict';

// NODE-021
const { StringDecoder } = require('string_decoder');
const { check } = require('./support/outcome.js');

/** The texts that a decoder gives for chunks in hex, its end last. */
function decode(encoding, ...chunks) {
  const decoder = new StringDecoder(encoding);
  return [...chunks.map((hex) => decoder.write(Buffer.from(hex, 'hex'))), decoder.end()];
}

check([
  [() => decode('utf8', 'e282', 'ac'), '["", "€", ""]'],
  [() => decode('utf8', 'f0', '9f', '98', '80'), '["", "", "", "😀", ""]'],
  [() => decode('utf8', 'c3'), '["", "�"]'],
  [() => decode('utf8', 'e2', '41'), '["", "�A", ""]'],
  [() => decode('utf8', 'f69b', 'd1'), '["", "��", "�"]'],
  [() => decode('utf8', 'ff80', 'c3a9'), '["��", "é", ""]'],
  [() => decode('utf16le', '3d', 'd8', '4d', 'dc'), '["", "\\ud83d", "", "\\udc4d", ""]'],
  [() => decode('utf16le', '3dd8', '4d'), '["", "", "\\ud83d"]'],
  [() => decode('utf16le', '6100', '62'), '["a", "", ""]'],
  [() => decode('base64', '61', '6263', '64'), '["", "YWJj", "", "ZA=="]'],
  [() => decode('base64url', 'fb', 'ff'), '["", "", "-_8"]'],
  [() => decode('hex', '01', '02'), '["01", "02", ""]'],
  [() => decode('latin1', 'e9'), '["é", ""]'],
  [() => decode('ascii', '61e1'), '["aa", ""]'],
  [() => new StringDecoder().encoding, '"utf8"'],
  [() => new StringDecoder('UCS-2').encoding, '"utf16le"'],
  [() => new StringDecoder('binary').encoding, '"latin1"'],
  [() => new StringDecoder('nope'), 'throws TypeError ERR_UNKNOWN_ENCODING: Unknown encoding: nope'],
  [() => new StringDecoder('utf8').write(null), 'throws TypeError ERR_INVALID_ARG_TYPE: The "buf" argument must be an instance of Buffer, TypedArray, or DataView. Received null'],
  [() => new StringDecoder('utf8').write('text'), '"text"'],
  [() => new StringDecoder('utf8').end(Buffer.from('x')), '"x"'],
  [() => [new StringDecoder('utf8')].map((d) => { d.write(Buffer.from('e282', 'hex')); return [d.lastNeed, d.lastTotal]; }), '[[1, 3]]'],
]);
