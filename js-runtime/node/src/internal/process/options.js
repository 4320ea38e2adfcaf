'use strict';

/** Node's options that this process was started with. */

/** Words of NODE_OPTIONS: parted by spaces, with quotes and backslashes as a shell has them. */
function words(text) {
  const found = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|(\S+)/g;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    found.push(match[1] === undefined ? match[2] : match[1].replace(/\\(.)/g, '$1'));
  }
  return found;
}

/** Those of NODE_OPTIONS, then those of the command line, as they were given. */
function given() {
  return [...words(process.env.NODE_OPTIONS || ''), ...process.execArgv];
}

/** The text of `--name=value` or `--name value`, the last one given; undefined without one. */
function valueOf(name) {
  const flags = given();
  const at = flags.findLastIndex((flag) => flag === name || flag.startsWith(`${name}=`));
  if (at === -1) return undefined;
  return flags[at] === name ? flags[at + 1] : flags[at].slice(name.length + 1);
}

/** Whether deprecations are to be told that Node tells of only when asked to. */
function tellsPending() {
  return process.env.NODE_PENDING_DEPRECATION === '1' || given().includes('--pending-deprecation');
}

module.exports = { given, tellsPending, valueOf, words };
