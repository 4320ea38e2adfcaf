'use strict';

/**
 * Lets `require` follow `compilerOptions.paths` and `baseUrl` of an application's tsconfig.json, as the npm package
 * `tsconfig-paths` does for egg. Relative and absolute requests and those that Node resolves to a core module are left alone.
 */
const path = require('path');
const Module = require('module');
const tsconfig = require('internal/egg/tsconfig');

/** @param {string} file the tsconfig.json */
exports.register = function register(file) {
  const { baseDir, patterns } = read(file);
  if (!baseDir) return;
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    const isName = !/^(?:\.|\/|node:|coddle:)/.test(request) && !Module.isBuiltin(request);
    if (isName) {
      for (const candidate of candidates(request, baseDir, patterns)) {
        try {
          return resolve.call(this, candidate, ...rest);
        } catch (error) {
          // The next path may have it; a file that fails to load fails later, in require itself.
          if (error.code !== 'MODULE_NOT_FOUND') throw error;
        }
      }
    }
    return resolve.call(this, request, ...rest);
  };
};

/** Absolute paths to try for a request, the pattern with the longest prefix first, then `baseUrl` itself. */
function candidates(request, baseDir, patterns) {
  const matching = patterns
    .map(({ prefix, suffix, targets, isExact }) => {
      const fits = isExact
        ? request === prefix
        : request.startsWith(prefix) && request.endsWith(suffix) && request.length >= prefix.length + suffix.length;
      if (!fits) return undefined;
      const star = request.slice(prefix.length, request.length - suffix.length);
      return { length: isExact ? Infinity : prefix.length, targets: targets.map(target => target.replace('*', star)) };
    })
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
  return [ ...(matching[0]?.targets ?? []), request ].map(target => path.resolve(baseDir, target));
}

/** Own settings over those of `extends`. */
function read(file) {
  let found = { patterns: [] };
  for (const { dir, compilerOptions: { baseUrl, paths } } of tsconfig.read(file)) {
    const baseDir = baseUrl === undefined ? found.baseDir : path.resolve(dir, baseUrl);
    found = paths ? { baseDir: baseDir ?? dir, patterns: Object.entries(paths).map(pattern) } : { ...found, baseDir };
  }
  return found;
}

function pattern([ request, targets ]) {
  const [ prefix, suffix ] = request.split('*', 2);
  return { prefix, suffix: suffix ?? '', isExact: suffix === undefined, targets };
}
