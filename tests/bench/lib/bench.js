'use strict';

const { Server, ask, freePort } = require('./server');
const { cpuSeconds, memory } = require('./proc');
const { condense, median } = require('./statistics');
const { load } = require('./wrk');
const { recipe } = require('./servers');
const { workloadsOf } = require('./workloads');
const { scratch } = require('./install');

/** How often a server is started to time its first answer. */
const STARTS = 5;

/**
 * The whole measurement. Resolves with { starts: [{ server, firstAnswer, megabytes, processes }], workloads: [{ name, title, rows, rounds }] };
 * every figure is a median over rounds (or starts), and the rounds are kept so that a reader can look behind it.
 */
async function bench({ servers, workloads, binaries, rounds, seconds, serverCore, loadCore, progress }) {
  const variantsOf = name => [ ...new Set(workloadsOf(name, workloads).map(workload => workload.variant)) ];
  const able = workload => servers.filter(name => workloadsOf(name, [ workload ]).length > 0);
  const running = new Map();
  const start = async (name, variant) => {
    const own = workloadsOf(name, workloads).filter(workload => workload.variant === variant);
    const { path: probe } = own.find(workload => !workload.method) || own[0];
    return Server.start({ ...recipe(name, { variant, port: await freePort(), binaries }), core: serverCore, probe });
  };
  try {
    const starts = new Map();
    for (const name of servers) {
      progress(`starting ${name}`);
      const variants = variantsOf(name);
      starts.set(name, []);
      for (let i = 1; i < STARTS; i++) {
        const server = await start(name, variants[0]);
        starts.get(name).push(server.firstAnswer);
        await server.stop();
      }
      for (const variant of variants) {
        const server = await start(name, variant);
        running.set(`${name}-${variant}`, server);
        if (variant === variants[0]) starts.get(name).push(server.firstAnswer);
      }
    }
    const at = (name, workload) => running.get(`${name}-${workload.variant}`);
    for (const workload of workloads) await sameAnswers(able(workload).map(name => at(name, workload)), workload);

    const measured = new Map(workloads.map(workload => [ workload.name, [] ]));
    // a first short visit lets the just-in-time compilers do their work outside the figures
    for (let round = 0; round <= rounds; round++) {
      const warm = round === 0;
      progress(warm ? 'warming up' : `round ${round} of ${rounds}`);
      for (const workload of workloads) {
        const visits = {};
        for (const name of able(workload)) {
          visits[name] = await visit(at(name, workload), workload, { seconds: warm ? Math.min(1, seconds) : seconds, loadCore })
            .catch(error => { throw new Error(`${name}, ${workload.name}: ${error.message}`); });
        }
        if (!warm) measured.get(workload.name).push(visits);
      }
    }
    return {
      starts: servers.map(name => ({
        server: name,
        firstAnswer: median(starts.get(name)),
        ...memory(running.get(`${name}-${variantsOf(name)[0]}`).session),
      })),
      workloads: workloads.map(({ name, title }) => ({ name, title, rows: condense(measured.get(name)), rounds: measured.get(name) })),
    };
  } finally {
    await Promise.all([ ...running.values() ].map(server => server.stop()));
  }
}

/** One server under one workload's load: wrk's figures, and the CPU microseconds a request that its processes were charged. */
async function visit(server, workload, { seconds, loadCore }) {
  const { cookie } = workload.session ? await ask(server.port, workload) : {};
  const before = cpuSeconds(server.session);
  const result = await load({ port: server.port, workload, cookie, seconds, core: loadCore, scratch });
  const cpu = (cpuSeconds(server.session) - before) * 1e6 / result.requests;
  return { perSecond: result.perSecond, p50: result.p50, p99: result.p99, cpu };
}

/** Throws unless every server gives one and the same answer: status 200, body, and media type apart from its parameters. */
async function sameAnswers(running, workload) {
  const answers = [];
  for (const server of running) {
    const answer = await ask(server.port, workload);
    answers.push({ ...answer, type: answer.type.split(';')[0] });
  }
  answers.forEach((answer, i) => {
    const differs = [ 'status', 'type', 'body' ].find(field => answer[field] !== answers[0][field]);
    if (!differs && answer.status === 200) return;
    throw new Error(`${workload.name}: ${running[i].name} answers ${JSON.stringify(answer)}, ${running[0].name} ${JSON.stringify(answers[0])}`);
  });
}

module.exports = { bench };
