'use strict';

/**
 * A child of this very program. Node's programs call `process.execPath [node options] FILE [ARGS]`; this one is called
 * `coddle run FILE [ARGS]`, and finds node's options in the environment.
 */

const { notBuilt } = require('internal/not_built');

/** Commands of this program: whoever names one knows whom they call. */
const COMMANDS = new Set(['run', 'start', 'dev', 'help']);
/** Node's options whose value is the next argument. */
const WITH_VALUE = new Set([
  '-r', '--require', '--import', '-C', '--conditions', '--loader', '--experimental-loader', '--input-type', '--inspect-port', '--title',
  '--unhandled-rejections',
]);
const CODE = new Set(['-e', '--eval', '-p', '--print', '-pe', '-i', '--interactive', '-c', '--check']);

/** The variable that tells a child of its `process.execArgv`. */
const EXEC_ARGV = 'CODDLE_EXEC_ARGV';

/** The script's file, found as a module is: without its extension, or by its folder. One that is not there stays as it is. */
function scriptOf(name, cwd) {
  const path = require('path').resolve(cwd || '.', name);
  const { Module } = require('internal/cjs');
  return Module._findPath(path, ['/']) || name;
}

/** `options`: what spawnOptions gave; its args and envPairs are changed when its file is this program. */
function adaptOwnProgram(options) {
  if (options.file !== process.execPath) return;
  const [own, ...args] = options.args;
  const flags = [];
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at];
    if (arg === '--') {
      at++;
      break;
    }
    if (!arg.startsWith('-') || arg === '-') break;
    if (CODE.has(arg)) {
      throw notBuilt(`process.execPath ${arg}`, 'Write the code to a file and run that.');
    }
    flags.push(arg);
    if (WITH_VALUE.has(arg) && at + 1 < args.length) flags.push(args[++at]);
  }
  if (at === args.length || (flags.length === 0 && COMMANDS.has(args[at]))) return;
  options.args = [own, 'run', scriptOf(args[at], options.cwd), ...args.slice(at + 1)];
  options.envPairs = options.envPairs.filter((pair) => !pair.startsWith(`${EXEC_ARGV}=`));
  if (flags.length > 0) options.envPairs.push(`${EXEC_ARGV}=${JSON.stringify(flags)}`);
}

module.exports = { adaptOwnProgram, EXEC_ARGV };
