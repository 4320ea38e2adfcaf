'use strict';

/** The table of a run: how many files of each module ran, passed, failed and were left out. */

const { AIMED, MODULES } = require('./modules');

/** `[{ module, run, pass, fail, skip, share }]` in the order of the modules, and the sums `aimed` and `all`. */
function summary(results) {
  const count = (name, of) => {
    const by = outcome => of.filter(one => one.outcome === outcome).length;
    const [ pass, fail, skip ] = [ by('pass'), by('fail'), by('skip') ];
    return { module: name, run: pass + fail, pass, fail, skip, share: pass + fail === 0 ? null : pass / (pass + fail) };
  };
  const rows = MODULES.map(([ name ]) => count(name, results.filter(one => one.module === name))).filter(row => row.run + row.skip > 0);
  const reasons = new Map();
  for (const { outcome, reason } of results) if (outcome === 'skip') reasons.set(reason, (reasons.get(reason) || 0) + 1);
  return {
    rows,
    aimed: count('the fifteen modules with an aim', results.filter(one => AIMED.includes(one.module))),
    all: count('all', results),
    reasons: [ ...reasons ].sort((a, b) => b[1] - a[1]),
  };
}

const percent = share => (share === null ? '' : `${(share * 100).toFixed(1)} %`);

function markdown({ rows, aimed, all, reasons }, source) {
  const line = cells => `| ${cells.join(' | ')} |`;
  const row = one => line([ one.module, one.run, one.pass, one.fail, one.skip, percent(one.share) ]);
  return [
    `Suite: Debian's \`${source}\`, test/parallel.`,
    '',
    line([ 'module', 'run', 'pass', 'fail', 'skipped', 'passed' ]),
    '|---|--:|--:|--:|--:|--:|',
    ...rows.map(row),
    row(aimed),
    row(all),
    '',
    'Skipped, with the reason:',
    '',
    line([ 'files', 'reason' ]),
    '|--:|---|',
    ...short(reasons).map(([ reason, count ]) => line([ count, reason ])),
  ].join('\n');
}

/** What the suite's own files say in many ways. */
const ALIKE = [
  [ /^(fails under Node [\d.]+ itself).*/, '$1, with our shim' ],
  [ /.*(windows|macos).*/i, 'for Windows or macOS' ],
  [ /.*(openssl.?cli|openssl 3|blowfish).*/i, 'needs the openssl program, or an OpenSSL of old' ],
];

/** Counts with the reasons that are alike taken together, and those of one file alone. */
function short(reasons) {
  const merged = new Map();
  for (const [ reason, count ] of reasons) {
    const alike = ALIKE.find(([ pattern ]) => pattern.test(reason));
    const name = alike ? reason.replace(...alike) : count === 1 ? 'for machines of another kind' : reason;
    merged.set(name, (merged.get(name) || 0) + count);
  }
  return [ ...merged ].sort((x, y) => y[1] - x[1]);
}

function text(table, results) {
  const failures = results.filter(one => one.outcome === 'fail').map(one => `${one.file}: ${one.reason}`);
  const rows = [ ...table.rows, table.aimed, table.all ].map(one => [
    one.module.padEnd(32), ...[ one.run, one.pass, one.fail, one.skip ].map(count => String(count).padStart(6)), percent(one.share).padStart(9),
  ].join(''));
  return [ ...failures, '', `${'module'.padEnd(32)}   run  pass  fail  skip   passed`, ...rows ].join('\n');
}

module.exports = { markdown, summary, text };
