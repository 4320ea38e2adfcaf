'use strict';

/**
 * The text of a logged error: `nodejs.<name>: <message>`, the stack, own properties, the errors of an AggregateError and
 * the chain of causes, then pid and host name.
 */
const os = require('os');
const util = require('util');
const circularJson = require('internal/egg/circular_json');
const { FrameworkBaseError, FrameworkErrorFormater } = require('egg-errors');

const LONGEST_TEXT = 10000;
const LONGEST_BUFFER = 50;
const LONGEST_CAUSE_CHAIN = 10;

module.exports = function formatError(error, options) {
  if (FrameworkBaseError.isFrameworkError(error)) return FrameworkErrorFormater.format(error);
  return `${describe(error, options?.maxCauseChainLength || LONGEST_CAUSE_CHAIN, 0)}\n`
    + `pid: ${process.pid}\nhostname: ${os.hostname()}\n`;
};

function describe(error, longestChain, depth) {
  if (depth > longestChain) return 'too long cause chain';
  let name = error.name || 'no_name';
  if (error.name === 'Error' && typeof error.code === 'string') name = error.code + name;
  let message = error.message || 'no_message';
  if (error.host) message += ` (${error.host})`;
  const stack = error.stack || 'no_stack';
  // The first line repeats name and message.
  const frames = stack.slice(stack.indexOf('\n') + 1);
  const properties = Object.keys(error).map(key => `${key}: ${inspectProperty(error[key])}`);

  let text = util.format('nodejs.%s: %s\n%s\n%s', name, message, frames, properties.join('\n'));
  if (error.name === 'AggregateError' && error.errors) {
    error.errors.forEach((inner, index) => {
      text += `\n[error-${index}]:\n\n${describe(inner, longestChain, depth + 1)}`;
    });
  }
  if (error.cause) text += `\ncause:\n\n${describe(error.cause, longestChain, depth + 1)}`;
  return text;
}

function inspectProperty(property) {
  try {
    return circularJson.stringify(property, (_, value) => shorten(value));
  } catch {
    // A getter or toJSON that throws must not lose the error that is being logged.
    return String(property);
  }
}

function shorten(value) {
  if (typeof value === 'string') {
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}...(${value.length})` : value;
  }
  if (value && value.type === 'Buffer' && Array.isArray(value.data)) return shortenBuffer(value.data);
  return value instanceof RegExp ? util.inspect(value) : value;
}

function shortenBuffer(bytes) {
  const shown = bytes.slice(0, LONGEST_BUFFER).map(byte => byte.toString(16).padStart(2, '0')).join(' ');
  const rest = bytes.length > LONGEST_BUFFER ? ` ...(${bytes.length}) ` : '';
  return `<Buffer ${shown}${rest}>`;
}
