'use strict';

const fs = require('fs');
const { execFileSync } = require('child_process');

/** Clock ticks a second of the times in /proc/PID/stat. */
const TICKS = Number(execFileSync('getconf', [ 'CLK_TCK' ], { encoding: 'utf8' }));

/** The fields of /proc/PID/stat from the third (state) on; undefined when the process is gone. */
function stat(pid) {
  let text;
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
  // the second field is the program's name in parentheses and may hold anything
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/**
 * The live processes of a session. A server is started as the leader of a session of its own, and what it forks (egg's master,
 * agent and worker) stays in it, even when a parent goes and its children are adopted.
 */
function processesOf(session) {
  const pids = [];
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = stat(name);
    if (fields && fields[0] !== 'Z' && Number(fields[3]) === session) pids.push(Number(name));
  }
  return pids;
}

/** CPU seconds (user and system) that the session's live processes have used, from the kernel's accounting. */
function cpuSeconds(session) {
  let ticks = 0;
  for (const pid of processesOf(session)) {
    const fields = stat(pid);
    if (fields) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / TICKS;
}

/** Memory of one process in KB: its proportional share of what it maps (PSS) where the kernel tells it, else its resident set. */
function memoryOfProcess(pid) {
  for (const [ file, field ] of [ [ 'smaps_rollup', 'Pss' ], [ 'status', 'VmRSS' ] ]) {
    try {
      const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(fs.readFileSync(`/proc/${pid}/${file}`, 'utf8'));
      if (match) return Number(match[1]);
    } catch (error) {
      if (![ 'ENOENT', 'ESRCH', 'EACCES' ].includes(error.code)) throw error;
    }
  }
  return 0;
}

/** Memory in MB of all the session's processes, and how many they are. */
function memory(session) {
  const pids = processesOf(session);
  return { megabytes: pids.reduce((sum, pid) => sum + memoryOfProcess(pid), 0) / 1024, processes: pids.length };
}

module.exports = { cpuSeconds, memory, processesOf };
