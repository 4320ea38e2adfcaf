'use strict';

/**
 * `process.allowedNodeEnvironmentFlags`: what NODE_OPTIONS may hold here. Flags are found with underscores for dashes, and with or
 * without the leading dashes, as in Node.
 */

const FLAGS = [
  '--require', '-r', '--no-deprecation', '--throw-deprecation', '--trace-deprecation', '--trace-warnings', '--warnings', '--no-warnings',
  '--unhandled-rejections',
];

function canonical(flag) {
  const name = flag.replace(/^(--?[^=]*).*$/s, '$1').replace(/_/g, '-');
  if (name.startsWith('-')) return [name];
  return [`--${name}`, `-${name}`];
}

class NodeEnvironmentFlagsSet extends Set {
  constructor(flags) {
    super();
    for (const flag of flags) super.add(flag);
  }

  add() {
    return this;
  }

  delete() {
    return false;
  }

  clear() {}

  has(flag) {
    return typeof flag === 'string' && canonical(flag).some((name) => super.has(name));
  }
}

function makeAllowedFlags() {
  return Object.freeze(new NodeEnvironmentFlagsSet(FLAGS));
}

module.exports = { makeAllowedFlags };
