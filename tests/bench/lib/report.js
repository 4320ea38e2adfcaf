'use strict';

const { aims } = require('./aims');
const { servers: catalogue } = require('./servers');

const title = server => catalogue[server].title;
const number = (value, digits) => value === undefined ? '-' : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const latency = micros => micros < 1000 ? `${number(micros, 0)} us` : `${number(micros / 1000, micros < 10000 ? 2 : 1)} ms`;

const LOAD = [
  [ 'server', row => title(row.server) ],
  [ 'requests/s', row => number(row.perSecond, 0) ],
  [ 'p50', row => latency(row.p50) ],
  [ 'p99', row => latency(row.p99) ],
  [ 'CPU us/request', row => number(row.cpu, 2) ],
  [ 'CPU, bare hyper = 1', row => number(row.cpuToHyper, 2) ],
  [ "egg's CPU / its CPU", row => number(row.cpuOfEgg, 2) ],
  [ 'requests/s, egg = 1', row => number(row.perSecondToEgg, 2) ],
];

const STANDING = [
  [ 'server', row => title(row.server) ],
  [ 'start to first answer', row => `${number(row.firstAnswer, 1)} ms` ],
  [ 'memory after the run', row => `${number(row.megabytes, 1)} MB` ],
  [ 'processes', row => number(row.processes, 0) ],
];

const AIMED = [
  [ 'workload', aim => aim.workload ],
  [ 'aim', aim => aim.text ],
  [ "Coddle's CPU / its CPU", aim => number(aim.ratio, 2) ],
  [ 'times', aim => number(1 / aim.ratio, 2) ],
  [ 'us more', aim => number(aim.difference, 2) ],
  [ 'met', aim => aim.met ? 'yes' : 'no' ],
];

/** Lines of a table, columns padded to one width; `markdown` puts bars between them. */
function table(columns, rows, markdown) {
  const cells = [ columns.map(([ name ]) => name), ...rows.map(row => columns.map(([ , show ]) => show(row))) ];
  const widths = columns.map((_, i) => Math.max(...cells.map(line => line[i].length)));
  const pad = (text, i) => i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]);
  const line = cells => markdown ? `| ${cells.map(pad).join(' | ')} |` : cells.map(pad).join('  ').trimEnd();
  const rule = markdown
    ? `|${widths.map((width, i) => i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`).join('|')}|`
    : widths.map(width => '-'.repeat(width)).join('  ');
  return [ line(cells[0]), rule, ...cells.slice(1).map(line) ];
}

/** The result of bench() as text: a heading and a table a workload, then starts and memory. */
function report(result, { markdown }) {
  const heading = text => markdown ? [ '', `### ${text}`, '' ] : [ '', text ];
  const lines = [ `${markdown ? '' : 'machine: '}${result.machine}`, ...result.how.map(line => `${markdown ? '\n' : ''}${line}`) ];
  for (const workload of result.workloads) {
    lines.push(...heading(`${workload.title}`), ...table(LOAD, workload.rows, markdown));
  }
  lines.push(...heading('start and memory'), ...table(STANDING, result.starts, markdown));
  const held = aims(result.workloads);
  if (held.length) lines.push(...heading('aims, by CPU a request'), ...table(AIMED, held, markdown));
  lines.push('');
  return lines.join('\n');
}

module.exports = { report, table };
