'use strict';

/** `child_process`: its names, so that packages which only name it load. Child processes are not built, and every function refuses. */

const { refuseAll } = require('internal/refuse_all');

const NAMES = [
  '_forkChild', 'ChildProcess', 'exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync',
];
refuseAll(module.exports, 'child_process', NAMES, 'Coddle workers share a process; start programs from a Rust extension.');
