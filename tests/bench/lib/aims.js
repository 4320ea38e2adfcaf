'use strict';

const { median } = require('./statistics');

/** Coddle's CPU a request must stay within `factor` times that of `server` ('ahead of' is 1; 'k times egg' is 1 / k). */
const within = (workload, server, factor, text) => ({ workload, server, factor, text });
const times = (workload, server, k) => within(workload, server, 1 / k, `at least ${k} times ${server}`);
const ahead = (workload, server) => within(workload, server, 1, `ahead of ${server}`);
/** Coddle's CPU a request may be `micros` more than its own for `against`. */
const adding = (workload, against, micros, text) => ({ workload, against, server: 'coddle', micros, text });

const AIMS = [
  ...[ 'text', 'service' ].flatMap(workload => [
    within(workload, 'hyper-bare', 1.5, 'at most 1.5 times the CPU of hyper-bare'),
    times(workload, 'egg', 3.5),
    ahead(workload, 'fastify'),
    ahead(workload, 'egg-bun'),
  ]),
  adding('text', 'text-chainless', 1.5, 'at most 1.5 us of CPU for the default chain'),
  ...[ 'json', 'echo' ].flatMap(workload => [ times(workload, 'egg', 2.5), ahead(workload, 'fastify') ]),
  times('middlewares', 'egg', 2.2),
  ahead('middlewares', 'koa'),
  { ...within('routes-200', 'coddle', 1.1, 'at most 1.1 times the CPU of two routes'), against: 'routes-2' },
  times('routes-200', 'egg', 7),
  times('static', 'egg', 2),
  ahead('static', 'egg-bun'),
  within('static', 'nginx', 2, 'at most 2 times the CPU of nginx'),
  times('session', 'egg', 4),
  ahead('session', 'fastify'),
  times('rows', 'egg', 2.5),
];

/**
 * What the project set out to reach, held against the rounds of `workloads`: [{ workload, text, ratio, difference, met }], how many
 * times the other's CPU a request is Coddle's, and how many microseconds more it is, medians over the rounds of both. Aims whose
 * servers or workloads were not part of the run are left out.
 */
function aims(workloads) {
  const roundsOf = name => workloads.find(workload => workload.name === name)?.rounds;
  return AIMS.flatMap(({ workload, against = workload, server, factor = Infinity, micros = Infinity, text }) => {
    const own = roundsOf(workload);
    const other = roundsOf(against);
    if (!own?.[0].coddle || !other?.[0][server]) return [];
    const compared = compare => median(own.map((round, i) => compare(round.coddle.cpu, other[i][server].cpu)));
    const ratio = compared((a, b) => a / b);
    const difference = compared((a, b) => a - b);
    return [ { workload, text, ratio, difference, met: ratio <= factor && difference <= micros } ];
  });
}

module.exports = { aims };
