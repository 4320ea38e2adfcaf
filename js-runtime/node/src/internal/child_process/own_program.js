'use strict';

/**
 * A child of this very program. Node's programs call `process.execPath [node options] FILE [ARGS]`; this one is called
 * `coddle run [node options] FILE [ARGS]`.
 */

/** Commands of this program: whoever names one knows whom they call. */
const COMMANDS = new Set(['run', 'start', 'dev', 'help']);

/** `options`: what spawnOptions gave; its args are changed when its file is this program. */
function adaptOwnProgram(options) {
  if (options.file !== process.execPath) return;
  const [own, ...args] = options.args;
  if (COMMANDS.has(args[0])) return;
  options.args = [own, 'run', ...args];
}

module.exports = { adaptOwnProgram };
