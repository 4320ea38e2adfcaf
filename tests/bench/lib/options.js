'use strict';

const { parseArgs } = require('util');

/**
 * Reads a command's arguments. `spec` maps a flag's name to { value, default, help }: `value` is the placeholder of a flag that
 * takes one (a number where the default is a number), absent for a switch.
 * Prints the help and ends on --help; ends with 2 and a message on a wrong flag.
 */
function readOptions(usage, about, spec) {
  const options = { help: { type: 'boolean', short: 'h' } };
  for (const [ name, { value } ] of Object.entries(spec)) options[name] = { type: value ? 'string' : 'boolean' };
  let values;
  try {
    ({ values } = parseArgs({ options }));
    for (const [ name, flag ] of Object.entries(spec)) {
      if (typeof flag.default !== 'number') continue;
      const number = Number(values[name] ?? flag.default);
      if (!(number >= 0)) throw new Error(`--${name} takes a number, not '${values[name]}'`);
      values[name] = values[name] === undefined ? undefined : number;
    }
  } catch (error) {
    console.error(`${error.message}\n\nusage: ${usage}   (--help tells more)`);
    process.exit(2);
  }
  if (values.help) {
    const rows = Object.entries(spec).map(([ name, { value, help, default: fallback } ]) => [
      `  --${name}${value ? ` ${value}` : ''}`,
      help + (fallback === undefined ? '' : ` (default ${fallback})`),
    ]);
    const width = Math.max(...rows.map(([ flag ]) => flag.length));
    console.log(`usage: ${usage}\n\n${about}\n`);
    for (const [ flag, help ] of rows) console.log(`${flag.padEnd(width)}  ${help}`);
    process.exit(0);
  }
  return values;
}

module.exports = { readOptions };
