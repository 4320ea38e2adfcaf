'use strict';

/**
 * Stands in for each of Node's modules that Coddle does not have (lib.rs lists them): requiring one fails, with the code of a module that
 * cannot be found, which is what packages with an optional dependency on one look for.
 */

const caller = (new Error().stack || '').split('\n').slice(1).find((line) => !line.includes('coddle:') && line.includes('/'));
const file = caller === undefined ? undefined : /(\/[^()]*?):\d+(?::\d+)?\)?$/.exec(caller);
const by = file ? `, required by ${file[1]}` : '';

const error = new Error(
  `Node's module '${module.id}' is not available in Coddle yet${by}. ` +
  'Use a package that does without it, or provide what you need of it as a Rust extension.');
error.code = 'MODULE_NOT_FOUND';
throw error;
