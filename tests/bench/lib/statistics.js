'use strict';

/** The middle of a list of numbers (the mean of the two middle ones of an even count); undefined for an empty list. */
function median(numbers) {
  if (!numbers.length) return undefined;
  const sorted = [ ...numbers ].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Condenses rounds ([{ SERVER: { perSecond, p50, p99, cpu } }]) into medians a server, with its ratios to bare hyper and to egg.
 * A ratio is formed inside each round and then taken the median of: the machine's speed drifts between rounds, not within one.
 */
function condense(rounds) {
  const names = Object.keys(rounds[0] || {});
  return names.map(name => {
    const of = field => median(rounds.map(round => round[name][field]));
    const against = (other, ratio) => other in rounds[0] ? median(rounds.map(round => ratio(round[name], round[other]))) : undefined;
    return {
      server: name,
      perSecond: of('perSecond'),
      p50: of('p50'),
      p99: of('p99'),
      cpu: of('cpu'),
      cpuToHyper: against('hyper-bare', (a, b) => a.cpu / b.cpu),
      cpuOfEgg: against('egg', (a, b) => b.cpu / a.cpu),
      perSecondToEgg: against('egg', (a, b) => a.perSecond / b.perSecond),
    };
  });
}

module.exports = { condense, median };
