'use strict';

/**
 * How values travel between cluster clients unless `transcode` says otherwise: what JSON has, and dates, Buffers, errors, undefined and
 * numbers that are none. Functions become null, other objects plain ones. (What the npm package `serialize-json` keeps.)
 *
 * The form is JSON, in which an array begins with what it stands for.
 */
const { Buffer } = require('buffer');
const { isNativeError } = require('util').types;

const LIST = 0;
const UNDEFINED = 1;
const DATE = 2;
const BUFFER = 3;
const ERROR = 4;
const NUMBER = 5;

exports.encode = value => JSON.stringify(packed(value));

exports.decode = text => (text === undefined ? undefined : unpacked(JSON.parse(text)));

function packed(value) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : [ NUMBER, String(value) ];
    case 'undefined':
      return [ UNDEFINED ];
    case 'object':
      return value === null ? null : packedObject(value);
    default:
      return null;
  }
}

function packedObject(value) {
  if (Array.isArray(value)) return [ LIST, ...value.map(packed) ];
  if (value instanceof Date) return [ DATE, value.getTime() ];
  if (Buffer.isBuffer(value)) return [ BUFFER, value.toString('base64') ];
  const isError = value instanceof Error || isNativeError(value);
  const fields = Object.entries(value).map(([ key, member ]) => [ key, packed(member) ]);
  if (!isError) return Object.fromEntries(fields);
  return [ ERROR, Object.fromEntries([[ 'message', packed(value.message) ], [ 'stack', packed(value.stack) ], ...fields ]) ];
}

function unpacked(value) {
  if (value === null || typeof value !== 'object') return value;
  if (!Array.isArray(value)) return unpackedFields(value);
  const [ kind, content ] = value;
  switch (kind) {
    case LIST: return value.slice(1).map(unpacked);
    case DATE: return new Date(content);
    case BUFFER: return Buffer.from(content, 'base64');
    case ERROR: return Object.assign(new Error(content.message), unpackedFields(content));
    case NUMBER: return Number(content);
    default: return undefined;
  }
}

function unpackedFields(fields) {
  return Object.fromEntries(Object.entries(fields).map(([ key, member ]) => [ key, unpacked(member) ]));
}
