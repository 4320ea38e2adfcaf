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

/**
 * Resident memory in MB of all the session's processes, and how many they are. Pages of one file that several of them share
 * count once; pages that they share with processes of others (libc, another server's node) count in full, so that the figure
 * does not depend on what else runs.
 */
function memory(session) {
  const pids = processesOf(session);
  let own = 0;
  const shared = new Map();
  for (const pid of pids) {
    let mapping;
    for (const line of read(`/proc/${pid}/smaps`).split('\n')) {
      const header = /^[0-9a-f]+-[0-9a-f]+ \S+ ([0-9a-f]+) (\S+ \d+)\s*(.*)$/.exec(line);
      if (header) {
        const [ , offset, inode, file ] = header;
        // anonymous memory has inode 0: every mapping is one of its own
        mapping = inode.endsWith(' 0') ? undefined : `${file} ${inode} ${offset}`;
        continue;
      }
      const [ , field, kilobytes ] = /^(\w+):\s+(\d+) kB/.exec(line) || [];
      if (field === 'Private_Clean' || field === 'Private_Dirty') own += Number(kilobytes);
      if (field !== 'Shared_Clean' && field !== 'Shared_Dirty') continue;
      if (mapping) shared.set(`${mapping} ${field}`, Math.max(shared.get(`${mapping} ${field}`) || 0, Number(kilobytes)));
      else own += Number(kilobytes);
    }
  }
  const together = [ ...shared.values() ].reduce((sum, kilobytes) => sum + kilobytes, 0);
  return { megabytes: (own + together) / 1024, processes: pids.length };
}

/** A file of /proc; empty when its process has just gone. */
function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  }
}

module.exports = { cpuSeconds, memory, processesOf };
