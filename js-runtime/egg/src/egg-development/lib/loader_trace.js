'use strict';

const fs = require('fs');
const path = require('path');

const TIMING_FILE = /^(agent|application)_timing/;

const STYLE = `
body { font: 13px/1.5 sans-serif; margin: 1.5em; }
td { padding: 0 .6em; white-space: nowrap; }
td.time { text-align: right; }
td.line { width: 60%; }
td.line div { background: #4a90d9; height: .8em; min-width: 1px; }
tr.agent div { background: #d98c4a; }`;

/** A page that shows what the start of an application and its agent spent its time on, from the files in `run/`. */
module.exports = function renderTrace(rundir) {
  const steps = readSteps(rundir).sort((a, b) => a.start - b.start);
  const begin = Math.min(...steps.map(step => step.start));
  const end = Math.max(...steps.map(step => step.end ?? step.start));
  const percent = time => (((time - begin) / Math.max(end - begin, 1)) * 100).toFixed(2);
  const rows = steps.map(({ type, name, start, end: stop = start }) => `<tr class="${escape(type)}">`
    + `<td>${escape(type)}</td><td>${escape(name)}</td><td class="time">${stop - start} ms</td>`
    + `<td class="line"><div style="margin-left:${percent(start)}%;width:${(percent(stop) - percent(start)).toFixed(2)}%"></div></td></tr>`);
  return `<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>Start-up timings</title><style>${STYLE}
</style></head>
<body>
<h1>Start-up timings</h1>
<table>
${rows.join('\n')}
</table>
<script type="application/json" id="timings">${JSON.stringify(steps).replaceAll('<', '\\u003c')}</script>
</body>
</html>
`;
};

/** Every step with its process: `type` is `agent`, or `app_` and the id of the process. */
function readSteps(rundir) {
  return fs.readdirSync(rundir).filter(file => TIMING_FILE.test(file)).flatMap(file => {
    const isAgent = file.startsWith('agent');
    return JSON.parse(fs.readFileSync(path.join(rundir, file), 'utf8')).map(step => {
      const type = isAgent ? 'agent' : `app_${step.pid}`;
      return { ...step, pid: String(step.pid), type, range: [ step.start, step.end ], title: `${type}(${step.index})` };
    });
  });
}

function escape(text) {
  return String(text).replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}
