'use strict';

/**
 * Lets `require` follow `compilerOptions.paths` and `baseUrl` of an application's tsconfig.json, as the npm package
 * `tsconfig-paths` does for egg. Relative and absolute requests and those that Node resolves to a core module are left alone.
 */
const fs = require('fs');
const path = require('path');
const Module = require('module');

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
  const config = parse(fs.readFileSync(file, 'utf8'), file);
  const inherited = config.extends ? read(extendedFile(config.extends, file)) : { patterns: [] };
  const { baseUrl, paths } = config.compilerOptions ?? {};
  const baseDir = baseUrl === undefined ? inherited.baseDir : path.resolve(path.dirname(file), baseUrl);
  if (!paths) return { baseDir, patterns: inherited.patterns };
  const patterns = Object.entries(paths).map(([ pattern, targets ]) => {
    const [ prefix, suffix ] = pattern.split('*', 2);
    return { prefix, suffix: suffix ?? '', isExact: suffix === undefined, targets };
  });
  return { baseDir: baseDir ?? path.dirname(file), patterns };
}

function extendedFile(name, from) {
  const file = name.endsWith('.json') ? name : `${name}.json`;
  if (name.startsWith('.') || path.isAbsolute(name)) return path.resolve(path.dirname(from), file);
  return Module.createRequire(from).resolve(file);
}

/** JSON with comments and trailing commas, as TypeScript reads it. */
function parse(text, file) {
  const strings = /"(?:[^"\\]|\\.)*"/y;
  let json = '';
  for (let at = 0; at < text.length;) {
    strings.lastIndex = at;
    const string = strings.exec(text)?.[0];
    if (string) {
      json += string;
      at += string.length;
    } else if (text.startsWith('//', at)) {
      at = endOf(text, '\n', at);
    } else if (text.startsWith('/*', at)) {
      at = endOf(text, '*/', at);
    } else {
      json += text[at++];
    }
  }
  try {
    return JSON.parse(json.replace(/,(\s*[}\]])/g, '$1'));
  } catch (error) {
    error.message = `${file}: ${error.message}`;
    throw error;
  }
}

function endOf(text, mark, from) {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}
