'use strict';

const Module = require('module');
const { isRefusal } = require('internal/not_built');

/**
 * Which of Node's members are here. `uses`: `[module, member]`, the member null for the module as a whole. Answers an array of
 * the same order: null for what is here (or in a module that is missing as a whole), `absent`, or `refuses`: it throws when it
 * is required or called.
 */
module.exports = ({ uses }) => uses.map(([ name, member ]) => {
  const { exports, verdict } = load(name);
  if (member === null || verdict) return member === null ? verdict : null;
  if (!(member in exports)) return 'absent';
  return isRefusal(exports[member]) ? 'refuses' : null;
});

function load(name) {
  if (!Module.isBuiltin(name)) return { verdict: 'absent' };
  try {
    return { exports: require(name), verdict: null };
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return { verdict: 'refuses' };
    throw error;
  }
}
