'use strict';

/** `readline`: its names, so that packages which only name it load. Reading lines are not built, and every function refuses. */

const { refuseAll } = require('internal/refuse_all');

const NAMES = [
  'Interface', 'clearLine', 'clearScreenDown', 'createInterface', 'cursorTo', 'emitKeypressEvents', 'moveCursor',
];
refuseAll(module.exports, 'readline', NAMES, 'Split process.stdin at line ends.');
