'use strict';

const fs = require('fs');
const path = require('path');
const { execFile, spawnSync } = require('child_process');

const CONNECTIONS = 64;
const UNIT = { us: 1, ms: 1e3, s: 1e6, m: 60e6 };

/** Throws with what to do when wrk or taskset is not installed. */
function requireTools() {
  for (const [ tool, install ] of [ [ 'wrk', 'apt-get install wrk' ], [ 'taskset', 'apt-get install util-linux' ] ]) {
    if (spawnSync(tool, [ '--version' ]).error) throw new Error(`the benchmark needs ${tool} on the PATH (Debian, Ubuntu: ${install})`);
  }
}

/** '1.25ms' in microseconds. */
function micros(text) {
  const match = /^([\d.]+)(us|ms|s|m)$/.exec(text);
  if (!match) throw new Error(`wrk printed a latency that cannot be read: '${text}'`);
  return Number(match[1]) * UNIT[match[2]];
}

/** Reads wrk's report. An answer that is no 2xx or a socket error makes the measurement worthless, so it throws. */
function parse(report) {
  const find = (pattern, what) => {
    const match = pattern.exec(report);
    if (!match) throw new Error(`wrk's report has no ${what}:\n${report}`);
    return match[1];
  };
  const fault = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(report);
  if (fault) throw new Error(fault[0]);
  return {
    requests: Number(find(/(\d+) requests in/, 'request count')),
    perSecond: Number(find(/Requests\/sec:\s+([\d.]+)/, 'rate')),
    p50: micros(find(/^\s+50%\s+(\S+)/m, '50th percentile')),
    p99: micros(find(/^\s+99%\s+(\S+)/m, '99th percentile')),
  };
}

/**
 * Loads `workload` on `port`, with `cookie` if it is given, for `seconds` from one thread on `core` with 64 connections.
 * Resolves with { requests, perSecond, p50, p99 }, latencies in microseconds.
 */
function load({ port, workload, cookie, seconds, core, scratch }) {
  const args = [ '-c', String(core), 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency' ];
  const lines = [];
  if (workload.method) {
    lines.push(
      `wrk.method = ${JSON.stringify(workload.method)}`,
      `wrk.body = [==[${workload.body}]==]`,
      'wrk.headers["Content-Type"] = "application/json"',
    );
  }
  if (cookie) lines.push(`wrk.headers["Cookie"] = ${JSON.stringify(cookie)}`);
  if (lines.length) {
    const script = path.join(scratch, `${workload.name}.lua`);
    fs.writeFileSync(script, lines.map(line => `${line}\n`).join(''));
    args.push('-s', script);
  }
  args.push(`http://127.0.0.1:${port}${workload.path}`);
  return new Promise((resolve, reject) => {
    execFile('taskset', args, (error, stdout, stderr) => {
      if (error) return reject(new Error(`wrk failed: ${stderr || error.message}`));
      try {
        resolve(parse(stdout));
      } catch (problem) {
        reject(problem);
      }
    });
  });
}

module.exports = { CONNECTIONS, load, parse, requireTools };
