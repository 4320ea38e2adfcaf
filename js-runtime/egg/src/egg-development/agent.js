'use strict';

const fs = require('fs');
const path = require('path');

/** A new start forgets the timings of the one before. Reloading on changes is `coddle dev`'s part. */
module.exports = agent => {
  agent.beforeStart(async () => {
    const { rundir } = agent.config;
    if (!fs.existsSync(rundir)) return;
    for (const file of fs.readdirSync(rundir)) {
      if (/^(agent|application)_timing/.test(file)) fs.rmSync(path.join(rundir, file), { force: true, recursive: true });
    }
  });
};
