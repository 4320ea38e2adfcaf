'use strict';

const { refusal } = require('internal/not_built');

/** Gives `target` a function of each name that refuses: `prefix.name() is not available in Coddle yet. advice`. */
function refuseAll(target, prefix, names, advice) {
  for (const name of names) target[name] = refusal(`${prefix}.${name}()`, advice);
}

module.exports = { refuseAll };
