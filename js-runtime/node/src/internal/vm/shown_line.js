'use strict';

/** The line of a script that an error came from, before the error's stack: what `displayErrors` asks for. */

/** Errors that have theirs. */
const decorated = new WeakSet();

/** The innermost call of a stack. */
const FIRST_CALL = /^ {4}at (?:.* \()?(.*):(\d+):(\d+)\)?$/m;

/**
 * `source`: the script `filename`, whose first line has the number `firstLine` and begins in column `firstColumn`, counted from 0. Errors
 * that came from elsewhere stay as they are.
 */
function showLine(error, filename, firstLine, firstColumn, source) {
  if (Object.prototype.toString.call(error) !== '[object Error]' || decorated.has(error)) return;
  const { stack } = error;
  const found = typeof stack === 'string' ? FIRST_CALL.exec(stack) : null;
  if (found === null || found[1] !== filename) return;
  const text = source.split('\n')[found[2] - firstLine];
  if (text === undefined) return;
  const before = found[3] - 1 - (Number(found[2]) === firstLine ? firstColumn : 0);
  if (before < 0) return;
  decorated.add(error);
  const value = `${filename}:${found[2]}\n${text}\n${' '.repeat(before)}^\n\n${stack}`;
  Reflect.defineProperty(error, 'stack', { value, writable: true, configurable: true, enumerable: false });
}

module.exports = { showLine };
