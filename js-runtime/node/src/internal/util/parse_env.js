'use strict';

/** `util.parseEnv(content)`: the variables of a dotenv file as an object of texts. */

const { validateString } = require('internal/validators');

const LINE = /^[ \t]*(?:export[ \t]+)?([^\s=#]+)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^#\n]*))[^\n]*$/gm;

function parseEnv(content) {
  validateString(content, 'content');
  const variables = {};
  for (const [, name, double, single, back, bare] of content.replace(/\r\n?/g, '\n').matchAll(LINE)) {
    // Only double quotes give `\n` a meaning.
    variables[name] = double !== undefined ? double.replaceAll('\\n', '\n') : single ?? back ?? bare.trim();
  }
  return variables;
}

module.exports = { parseEnv };
