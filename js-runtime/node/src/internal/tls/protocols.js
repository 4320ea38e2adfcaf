'use strict';

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');

/** Bytes of the longest name of a protocol. */
const LONGEST = 255;

/** Protocols as the bytes of ALPN, each after its length, into `out.ALPNProtocols`. */
function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols)) {
    out.ALPNProtocols = Buffer.concat(protocols.flatMap((one, index) => {
      const name = Buffer.from(one);
      if (name.length > LONGEST) {
        throw new codes.ERR_OUT_OF_RANGE(`The byte length of the protocol at index ${index} exceeds the maximum length.`, '<= 255', name.length, true);
      }
      return [Buffer.from([name.length]), name];
    }));
  } else if (ArrayBuffer.isView(protocols)) {
    out.ALPNProtocols = Buffer.from(protocols.buffer.slice(protocols.byteOffset, protocols.byteOffset + protocols.byteLength));
  }
}

module.exports = { convertALPNProtocols };
