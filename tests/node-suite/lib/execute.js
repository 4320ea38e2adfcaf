'use strict';

/**
 * Runs one test file in a process of its own, with bounds: time, memory, and the number of processes that come of it (a test that
 * starts its own file again and again once took a whole machine).
 */

const fs = require('fs');
const path = require('path');
const { spawn } = require('child_process');

/** Seconds that a file may take. */
const TIME = 40;
/** KiB of address space of each of its processes. Node itself reserves far more than it uses, so that it has no such bound. */
const MEMORY = 4 << 20;
/** Processes that may come of one file. */
const PROCESSES = 40;
/** How much of its output is kept. */
const OUTPUT = 64 << 10;
/** The variable that all of a run's processes inherit. */
const MARK = 'CODDLE_NODE_SUITE';

/** The processes that inherited `mark`, in whatever session they are. */
function descendants(mark) {
  const wanted = `${MARK}=${mark}\0`;
  return fs.readdirSync('/proc').filter(name => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return fs.readFileSync(`/proc/${name}/environ`, 'latin1').includes(wanted);
    } catch {
      // It has ended, or belongs to somebody else.
      return false;
    }
  }).map(Number);
}

function endAll(mark) {
  // Twice: one may have forked meanwhile.
  for (let round = 0; round < 2; round++) {
    for (const pid of descendants(mark)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
  }
}

let runs = 0;

/**
 * Runs `file` of the suite `test` with `host`: a function of file and flags that gives `{ command, args }`; `bounded`: whether its memory is.
 * Gives `{ outcome: 'pass' | 'fail' | 'skip', reason, output }`.
 */
function execute(host, test, file, flags) {
  const slot = String(++runs);
  const mark = `${process.pid}.${slot}`;
  const { command, args } = host(path.join(test, 'parallel', file), flags);
  const line = host.bounded ? `ulimit -v ${MEMORY}; exec "$0" "$@"` : 'exec "$0" "$@"';
  return new Promise(resolve => {
    const child = spawn('/bin/sh', [ '-c', line, command, ...args ], {
      cwd: path.join(test, 'parallel'),
      detached: true,
      stdio: [ 'ignore', 'pipe', 'pipe' ],
      env: {
        ...process.env,
        [MARK]: mark,
        NODE_TEST_DIR: test,
        TEST_THREAD_ID: mark,
        NODE_SKIP_FLAG_CHECK: '1',
        TZ: 'UTC',
        TERM: 'dumb',
        // Or glibc sets aside 64 MiB of addresses for each thread, and the bound is on addresses.
        MALLOC_ARENA_MAX: '2',
      },
    });
    let output = '';
    for (const stream of [ child.stdout, child.stderr ]) {
      stream.setEncoding('utf8').on('data', text => { if (output.length < OUTPUT) output += text; });
    }
    let ended = null;
    const end = reason => {
      ended ??= reason;
      endAll(mark);
    };
    const clock = setTimeout(() => end(`no end after ${TIME} s`), TIME * 1000);
    const watch = setInterval(() => {
      if (descendants(mark).length > PROCESSES) end(`started more than ${PROCESSES} processes`);
    }, 500);
    child.on('close', (code, signal) => {
      clearTimeout(clock);
      clearInterval(watch);
      endAll(mark);
      fs.rmSync(path.join(test, `.tmp.${mark}`), { recursive: true, force: true });
      const skipped = /^1\.\.0 # Skipped: (.*)$/m.exec(output);
      if (ended) resolve({ outcome: 'fail', reason: ended, output });
      else if (code === 0 && skipped) resolve({ outcome: 'skip', reason: skipped[1], output });
      else if (code === 0) resolve({ outcome: 'pass', reason: '', output });
      else resolve({ outcome: 'fail', reason: reasonOf(output) || `ended with ${signal || code}`, output });
    });
  });
}

/** The line of the output that says most. */
function reasonOf(output) {
  const lines = output.split('\n').map(line => line.trim()).filter(Boolean);
  const found = lines.find(line => /^(\w*Error\b|Uncaught|Mismatched|.*\[ERR_|.*Error:)/.test(line)) || lines.at(-1) || '';
  // Without the folders of this machine.
  return found.replace(/(?:\/[\w.+@-]+){2,}/g, '<path>').slice(0, 160);
}

/** `node FILE`. */
function node(file, flags) {
  return { command: process.execPath, args: [ ...flags, file ] };
}
node.bounded = false;

/** `coddle run FILE`, by the binary at `binary`. */
function coddle(binary) {
  const host = (file, flags) => ({ command: binary, args: [ 'run', ...flags, file ] });
  host.bounded = true;
  return host;
}

module.exports = { coddle, execute, node };
