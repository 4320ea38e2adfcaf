'use strict';

/** The texts of failed comparisons: values inspected one property a line, and the lines that differ marked `+` and `-`. */

const { inspect } = require('internal/util/inspect');
const { stripControlSequences } = require('internal/util/text');

const READABLE = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

/** Two primitives whose texts are together no longer than this stand on one line. */
const SHORT = 12;
/** What one side of a loose comparison may take. */
const LONG = 512;
/** More lines than this are cut. */
const MAX_LINES = 50;

const isReference = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function inspectValue(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

function useColors() {
  const { stderr } = process;
  return !!(stderr && stderr.isTTY && typeof stderr.getColorDepth === 'function' && stderr.getColorDepth() !== 1);
}

function palette() {
  const on = useColors();
  const color = (code) => (on ? `\u001b[${code}m` : '');
  return { blue: color(34), green: color(32), red: color(31), white: color(39) };
}

function cut(lines, blue, white) {
  if (lines.length > MAX_LINES) {
    lines[46] = `${blue}...${white}`;
    lines.length = 47;
  }
  return lines;
}

/** Under two lines of one value each: where they begin to differ. */
function caret(actual, expected) {
  const { stderr } = process;
  const columns = stderr && stderr.isTTY ? stderr.columns : 80;
  if (actual.length + expected.length >= columns) return '';
  let same = 0;
  while (actual[same] === expected[same]) same++;
  return same > 2 ? `\n  ${' '.repeat(same)}^` : '';
}

function diff(actual, expected, operator) {
  const { blue, green, red, white } = palette();
  const inspected = inspectValue(actual);
  const actualLines = inspected.split('\n');
  const expectedLines = inspectValue(expected).split('\n');
  if (operator === 'strictEqual' && ((typeof actual === 'function' && typeof expected === 'function') ||
      (isReference(actual) && isReference(expected) && typeof actual === typeof expected))) {
    operator = 'strictEqualObject';
  }
  let indicator = '';
  if (actualLines.length === 1 && expectedLines.length === 1 && actualLines[0] !== expectedLines[0]) {
    const actualRaw = stripControlSequences(actualLines[0]);
    const expectedRaw = stripControlSequences(expectedLines[0]);
    if (actualRaw.length + expectedRaw.length <= SHORT) {
      const isObject = (value) => typeof value === 'object' && value !== null;
      if (!isObject(actual) && !isObject(expected) && (actual !== 0 || expected !== 0)) {
        return `${READABLE[operator]}\n\n${actualLines[0]} !== ${expectedLines[0]}\n`;
      }
    } else if (operator !== 'strictEqualObject') {
      indicator = caret(actualRaw, expectedRaw);
    }
  }

  // What is the same at the end: three lines of it are shown.
  let end = '';
  let last = '';
  let same = 0;
  while (actualLines.length > 0 && expectedLines.length > 0 &&
      actualLines[actualLines.length - 1] === expectedLines[expectedLines.length - 1]) {
    const line = actualLines.pop();
    expectedLines.pop();
    if (same++ < 3) end = `\n  ${line}${end}`;
    else last = line;
  }
  const total = Math.max(actualLines.length, expectedLines.length);
  if (total === 0) return `${READABLE.notIdentical}\n\n${cut(inspected.split('\n'), blue, white).join('\n')}\n`;

  let skipped = false;
  if (same >= 5) {
    end = `\n${blue}...${white}${end}`;
    skipped = true;
  }
  if (last !== '') end = `\n  ${last}${end}`;

  const head = `${READABLE[operator]}\n${green}+ actual${white} ${red}- expected${white}`;
  const skippedText = ` ${blue}...${white} Lines skipped`;
  const plus = `\n${green}+${white} `;
  const minus = `\n${red}-${white} `;
  let text = '';
  // Lines of `expected` that wait until the lines of `actual` beside them are out.
  let pending = '';
  let printed = 0;
  let identical = 0;

  /** Of a run of equal lines the first two are out already; before the next difference up to two more are shown. */
  const closeRun = (lines, i) => {
    if (identical > 2) {
      if (identical > 3) {
        if (identical > 4) {
          if (identical === 5) {
            text += `\n  ${lines[i - 3]}`;
            printed++;
          } else {
            text += `\n${blue}...${white}`;
            skipped = true;
          }
        }
        text += `\n  ${lines[i - 2]}`;
        printed++;
      }
      text += `\n  ${lines[i - 1]}`;
      printed++;
    }
    identical = 0;
  };

  const common = Math.min(actualLines.length, expectedLines.length);
  for (let i = 0; i < total; i++) {
    if (i >= common) {
      const fromActual = actualLines.length === total;
      closeRun(fromActual ? actualLines : expectedLines, i);
      if (fromActual) text += plus + actualLines[i];
      else pending += minus + expectedLines[i];
      printed++;
    } else {
      const expectedLine = expectedLines[i];
      let actualLine = actualLines[i];
      // A comma more, because the other object goes on, is no difference.
      let differs = actualLine !== expectedLine && (!actualLine.endsWith(',') || actualLine.slice(0, -1) !== expectedLine);
      if (differs && expectedLine.endsWith(',') && expectedLine.slice(0, -1) === actualLine) {
        differs = false;
        actualLine += ',';
      }
      if (differs) {
        closeRun(actualLines, i);
        text += plus + actualLine;
        pending += minus + expectedLine;
        printed += 2;
      } else {
        text += pending;
        pending = '';
        identical++;
        if (identical <= 2) {
          text += `\n  ${actualLine}`;
          printed++;
        }
      }
    }
    if (printed > MAX_LINES && i < total - 2) {
      return `${head}${skippedText}\n${text}\n${blue}...${white}${pending}\n${blue}...${white}`;
    }
  }
  return `${head}${skipped ? skippedText : ''}\n${text}${pending}${end}${indicator}`;
}

/** The message of a failed comparison that was given none. */
function messageFor(actual, expected, operator) {
  if (operator === 'deepStrictEqual' || operator === 'strictEqual') return diff(actual, expected, operator);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
    const base = READABLE[operator === 'notStrictEqual' && isReference(actual) ? 'notStrictEqualObject' : operator];
    const { blue, white } = palette();
    const lines = cut(inspectValue(actual).split('\n'), blue, white);
    if (lines.length === 1) return `${base}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
    return `${base}\n\n${lines.join('\n')}\n`;
  }
  let left = inspectValue(actual);
  let right = inspectValue(expected);
  const known = READABLE[operator];
  if (operator === 'notDeepEqual' && left === right) {
    const text = `${known}\n\n${left}`;
    return text.length > 1024 ? `${text.slice(0, 1021)}...` : text;
  }
  if (left.length > LONG) left = `${left.slice(0, LONG - 3)}...`;
  if (right.length > LONG) right = `${right.slice(0, LONG - 3)}...`;
  if (operator === 'deepEqual') return `${known}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
  const unequal = READABLE[`${operator}Unequal`];
  if (unequal !== undefined) return `${unequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
  return `${left} ${operator} ${right}`;
}

module.exports = { messageFor };
