'use strict';

// Forked by child_process-fork.js: what was sent right before the end arrives.
process.send({ from: 'child' });
process.exit(6);
