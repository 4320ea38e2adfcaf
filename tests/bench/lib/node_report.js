'use strict';

/** The rows of tests/bench/node: what is measured, its unit, and the aim that docs/node.md has set. */

const os = require('os');
const { median } = require('./statistics');

const micros = nanoseconds => `${(nanoseconds / 1000).toLocaleString('en-US', { maximumSignificantDigits: 3 })} us`;
const beside = most => ({ text: `at most ${most} times Node's`, met: ({ ratio }) => ratio <= most });
const buffer = title => ({ title, show: micros, aim: beside(2) });

const ROWS = {
  fromSmall: buffer('Buffer.from(string), 1 KB'),
  fromLarge: buffer('Buffer.from(string), 1 MB'),
  textSmall: buffer('buffer.toString(), 1 KB'),
  textLarge: buffer('buffer.toString(), 1 MB'),
  concatSmall: buffer('Buffer.concat() of four, 1 KB in all'),
  concatLarge: buffer('Buffer.concat() of four, 1 MB in all'),
  hashSmall: buffer('SHA-256, 1 KB'),
  hashLarge: buffer('SHA-256, 1 MB'),
  pipeline: { title: 'a chunk of 16 KB through three streams', show: micros, aim: beside(4) },
  perSecond: {
    title: 'http.createServer, requests a second',
    show: value => value.toLocaleString('en-US', { maximumFractionDigits: 0 }),
    aim: { text: "at least Node's", met: ({ ratio }) => ratio >= 1 },
  },
  cpu: { title: 'http.createServer, processor time a request', show: value => micros(value * 1000), aim: beside(1) },
  require: {
    title: 'requiring twenty modules',
    show: value => `${value.toFixed(2)} ms`,
    aim: { text: 'under 5 ms', met: ({ coddle }) => coddle < 5 },
  },
  idle: {
    title: 'resident memory of a script that waits',
    show: value => `${value.toFixed(1)} MB`,
    aim: { text: 'under 12 MB', met: ({ coddle }) => coddle < 12 },
  },
};

/** Of rounds `[{ node: { NAME: value }, coddle: { NAME: value } }]`: medians of both hosts, and of their ratio inside each round. */
function condense(rounds) {
  return Object.entries(ROWS).map(([ name, { title, show, aim } ]) => {
    const row = {
      name,
      title,
      node: median(rounds.map(round => round.node[name])),
      coddle: median(rounds.map(round => round.coddle[name])),
      ratio: median(rounds.map(round => round.coddle[name] / round.node[name])),
      aim: aim.text,
    };
    if (!Number.isFinite(row.ratio)) throw new Error(`no figure for ${name}`);
    return { ...row, met: aim.met(row), shown: { node: show(row.node), coddle: show(row.coddle) } };
  });
}

const HEAD = [ '', 'Node', 'Coddle', 'Coddle / Node', 'aim', 'met' ];
const cells = ({ title, shown, ratio, aim, met }) => [ title, shown.node, shown.coddle, ratio.toFixed(2), aim, met ? 'yes' : 'no' ];

function text(rows) {
  const lines = [ HEAD, ...rows.map(cells) ];
  const widths = HEAD.map((_, i) => Math.max(...lines.map(line => line[i].length)));
  return lines.map(line => line.map((cell, i) => (i === 0 || i > 3 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ').trimEnd()).join('\n');
}

function markdown(rows, rounds) {
  const lines = [ HEAD, [ '---', '--:', '--:', '--:', '---', '---' ], ...rows.map(cells) ];
  const about = `${os.cpus()[0].model.trim()}, Node ${process.versions.node}; medians of ${rounds} rounds.`;
  return [ about, '', ...lines.map(line => `| ${line.join(' | ')} |`) ].join('\n');
}

module.exports = { condense, markdown, text };
