'use strict';

/** What the natives are told of a child that is to start. */

/** Commands of this program: whoever names one knows whom they call. */
const COMMANDS = new Set(['run', 'start', 'dev', 'help', 'cluster-master']);

/**
 * The arguments of a child of this very program: Node's programs call `process.execPath [node options] FILE [ARGS]`, and this one is
 * called `coddle run [node options] FILE [ARGS]`.
 */
function argumentsOf({ file, args: [own, ...args] }) {
  return file !== process.execPath || COMMANDS.has(args[0]) ? [own, ...args] : [own, 'run', ...args];
}

/** `options`: what spawnOptions gave; `stdio`: the numbers of its streams. */
function launchOf(options, stdio) {
  return {
    file: options.file,
    args: argumentsOf(options),
    cwd: options.cwd ?? undefined,
    env: options.envPairs,
    stdio,
    uid: options.uid ?? undefined,
    gid: options.gid ?? undefined,
    detached: options.detached === true,
  };
}

module.exports = { launchOf };
