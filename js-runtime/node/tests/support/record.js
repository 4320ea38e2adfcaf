'use strict';

// `node tests/support/record.js tests/<module>.js`: runs a table's expressions under real Node and writes down what they gave.

const fs = require('fs');
const path = require('path');
const support = require('./outcome.js');

if (process.versions.coddle) throw new Error('record with Node: it is the oracle');
const file = path.resolve(process.argv[2]);
// As if the table had been started itself.
process.argv.splice(1, 2, file);
const recorded = [];
support.check = (cases, hide) => {
  for (const [expression] of cases) recorded.push(support.outcome(expression, hide));
};
require(file);
process.on('exit', () => {
  let at = 0;
  // A case stands on one line: `  [() => ..., '...'],`, or without its expectation yet.
  const text = fs.readFileSync(file, 'utf8').replace(/^ {2}\[(\(\) => .*?)(?:, (?:'(?:[^'\\]|\\.)*'))?\],$/gm, (line, expression) => {
    const literal = `'${recorded[at++].replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
    return `  [${expression}, ${literal}],`;
  });
  if (at !== recorded.length) throw new Error(`${recorded.length} cases ran, ${at} were found in the file`);
  fs.writeFileSync(file, text);
});
