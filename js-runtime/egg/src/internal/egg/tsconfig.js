'use strict';

/** An application's tsconfig.json. */
const fs = require('fs');
const path = require('path');
const Module = require('module');

/**
 * The compiler options of a file and of those that it extends, as `{ dir, compilerOptions }` each: the most general first, `dir` being
 * what its relative paths mean.
 */
exports.read = function read(file) {
  const config = parse(fs.readFileSync(file, 'utf8'), file);
  const inherited = config.extends ? read(extendedFile(config.extends, file)) : [];
  return [ ...inherited, { dir: path.dirname(file), compilerOptions: config.compilerOptions ?? {} } ];
};

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
