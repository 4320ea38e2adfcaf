'use strict';

/** What a script's process does before its first line: node's options, and the channel of a forked child. */

const { given, valueOf } = require('internal/process/options');

/** The modules that `-r` and `--require` of these arguments name. */
function preloads(args) {
  const names = [];
  for (let i = 0; i < args.length; i++) {
    const match = /^(?:--require|-r)(?:=(.*))?$/s.exec(args[i]);
    if (match) names.push(match[1] === undefined ? args[++i] : match[1]);
  }
  return names.filter((name) => name !== undefined);
}

/** Called once, by script.rs. */
function startUp() {
  if (process.env.NODE_CHANNEL_FD !== undefined) require('internal/child_process/ipc').openInherited();
  applyOptions();
}

/** Does what the options say that are not asked for later; a worker thread has its own. */
function applyOptions() {
  const { env } = process;
  const flags = given();
  if (flags.includes('--no-deprecation')) process.noDeprecation = true;
  if (flags.includes('--throw-deprecation')) process.throwDeprecation = true;
  if (flags.includes('--trace-deprecation')) process.traceDeprecation = true;
  if (flags.includes('--trace-warnings')) process.traceProcessWarnings = true;
  if (flags.includes('--no-warnings') || env.NODE_NO_WARNINGS === '1') process.removeListener('warning', require('internal/process/warnings').onWarning);
  for (const [at, flag] of flags.entries()) {
    const match = /^--unhandled-rejections(?:=(.*))?$/s.exec(flag);
    if (match) require('internal/process/exceptions').setRejectionMode(match[1] === undefined ? flags[at + 1] : match[1]);
  }
  const title = valueOf('--title');
  if (title !== undefined) process.title = title;
  const file = valueOf('--redirect-warnings') ?? env.NODE_REDIRECT_WARNINGS;
  if (file) require('internal/process/warnings').showIn(file);
  const { links } = require('internal/cjs');
  links.kept = flags.includes('--preserve-symlinks') || env.NODE_PRESERVE_SYMLINKS === '1';
  links.keptForMain = flags.includes('--preserve-symlinks-main') || env.NODE_PRESERVE_SYMLINKS_MAIN === '1';
  const modules = preloads(flags);
  if (modules.length > 0) require('internal/cjs').Module._preloadModules(modules);
}

module.exports = { applyOptions, startUp };
