'use strict';

/** The fields of an expression in their order, and what they may hold. */
const FIELDS = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31, special: 'L?' },
  { name: 'month', min: 1, max: 12, words: [ , 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec' ] },
  { name: 'weekday', min: 0, max: 7, special: '?', words: [ 'sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' ] },
];

/** What fields hold that are not given: they are missing in front. */
const ABSENT = [ '0', '*', '*', '*', '*', '*' ];

const PREDEFINED = {
  '@yearly': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const LONGEST_MONTHS = [ 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 ];

/**
 * Reads a cron expression as cron-parser 2 does, which egg has: lists, ranges, steps, names, `?`, `L` for the last day of a month and
 * `#` for a weekday's occurrence in its month. Gives by field `{ isAny, values }`, and `lastDay`, `occurrence` (0: any).
 */
module.exports = function parseCron(expression) {
  const parts = (PREDEFINED[expression] ?? String(expression)).trim().split(/\s+/);
  if (parts.length > FIELDS.length) throw new Error('Invalid cron expression');
  const padded = [ ...ABSENT.slice(0, FIELDS.length - parts.length), ...parts ];
  const cron = { lastDay: false, occurrence: 0 };
  FIELDS.forEach((field, index) => {
    let text = padded[index] || ABSENT[index];
    if (field.name === 'weekday') [ text, cron.occurrence ] = splitOccurrence(text);
    const found = parseField(field, text);
    if (found.values.delete('L')) cron.lastDay = true;
    cron[field.name] = found;
  });
  checkDays(cron);
  return cron;
};

/** `5#2`: the second Friday. */
function splitOccurrence(text) {
  const [ weekday, ...occurrences ] = text.split('#');
  if (occurrences.length === 0) return [ text, 0 ];
  for (const other of [ ',', '/', '-' ]) {
    if (text.includes(other)) throw new Error(`Constraint error, invalid dayOfWeek \`#\` and \`${other}\` special characters are incompatible`);
  }
  const occurrence = Number(occurrences[0]);
  if (occurrences.length > 1 || !(occurrence >= 1 && occurrence <= 5)) throw new Error('Constraint error, invalid dayOfWeek occurrence number (#)');
  return [ weekday, occurrence ];
}

function parseField(field, text) {
  const { min, max, words, special = '' } = field;
  const numbers = words ? text.replace(/[a-z]{1,3}/gi, word => {
    const at = words.indexOf(word.toLowerCase());
    return at < 0 ? word : at;
  }) : text;
  const isValid = [ ...numbers ].every(character => (character >= '0' && character <= '9') || '/*-,|'.includes(character) || special.includes(character));
  if (!isValid) throw new Error(`Invalid characters, got value: ${numbers}`);
  const atoms = numbers.replace(numbers.includes('*') ? /\*/g : /\?/g, `${min}-${max}`).split(',');
  if (atoms.includes('')) throw new Error('Invalid list value format');
  const values = atoms.flatMap(atom => parseAtom(field, atom));
  // Both 0 and 7 stand for Sunday, so that any weekday is eight numbers.
  return { isAny: values.length === max - min + 1, values: new Set(values) };
}

/** A number, a range, either with a step, or `L`. */
function parseAtom(field, atom) {
  const { name, max } = field;
  const [ base, ...steps ] = atom.split('/');
  if (steps.length > 0) {
    const isNumber = !Number.isNaN(Number(base));
    return parseRange(field, isNumber ? `${base}-${max}` : base, steps.at(-1));
  }
  if (name === 'day' && atom === 'L') return [ 'L' ];
  return parseRange(field, atom, '1');
}

function parseRange(field, text, step) {
  const { name, min, max } = field;
  const [ low, high ] = text.split('-');
  if (high === undefined || low === '') {
    if (low === '' && high === '') throw new Error(`Invalid range: ${text}`);
    const value = Number(text);
    if (!(value >= min && value <= max)) throw new Error(`Constraint error, got value ${value} expected range ${min}-${max}`);
    return [ name === 'weekday' ? value % 7 : value ];
  }
  const [ from, to, every ] = [ Number(low), Number(high), Number(step) ];
  if (!(from >= min && to <= max)) throw new Error(`Constraint error, got range ${from}-${to} expected range ${min}-${max}`);
  if (from >= to) throw new Error(`Invalid range: ${text}`);
  if (!(every > 0)) throw new Error(`Constraint error, cannot repeat at every ${every} time.`);
  const values = [];
  for (let value = from; value <= to; value += every) values.push(value);
  return values;
}

/** A day that its only month never has is a mistake. */
function checkDays({ month, day, lastDay }) {
  if (month.values.size !== 1) return;
  const [ only ] = month.values;
  const longest = LONGEST_MONTHS[only - 1];
  const first = Math.min(...day.values);
  if (day.values.size > 0 && first > longest) throw new Error('Invalid explicit day of month definition');
}
