'use strict';

/** Colours of start-up and log lines on a terminal: errors red, warnings yellow, durations, categories and verbs marked. */
const codes = { red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 };

exports.colorize = function colorize(level, line) {
  if (!isSupported()) return line;
  if (level === 'ERROR') return paint('red', line);
  if (level === 'WARN') return paint('yellow', line);
  return line
    .replace(/[0-9]+ms/g, text => paint('green', text))
    .replace(/\[[\w\-_.:]+\]/g, text => paint('blue', text))
    // PATH is what egg-logger looks for.
    .replace(/(GET|POST|PUT|PATH|HEAD|DELETE) /g, text => paint('cyan', text));
};

let supported;

/** Decided once, like the npm package `supports-color`: FORCE_COLOR, the flags, then the terminal. */
function isSupported() {
  supported ??= detect();
  return supported;
}

function detect() {
  const { env, argv, stdout } = process;
  const flag = name => argv.includes(`--${name}`);
  if (flag('no-color') || flag('no-colors') || flag('color=false') || flag('color=never')) return false;
  if ('FORCE_COLOR' in env) return env.FORCE_COLOR !== 'false' && env.FORCE_COLOR !== '0';
  if (flag('color') || flag('colors') || flag('color=true') || flag('color=always')) return true;
  if (!stdout.isTTY || env.TERM === 'dumb') return false;
  if ('CI' in env) return [ 'TRAVIS', 'CIRCLECI', 'APPVEYOR', 'GITLAB_CI', 'GITHUB_ACTIONS', 'BUILDKITE' ].some(ci => ci in env);
  return 'COLORTERM' in env || /^xterm|^screen|^vt100|^vt220|^rxvt|color|ansi|cygwin|linux/i.test(env.TERM ?? '');
}

/** A colour ends at each line's end and starts again, so that a pager shows every line in it. */
function paint(color, text) {
  const open = `\x1b[${codes[color]}m`;
  return open + text.replaceAll('\n', `\x1b[39m\n${open}`) + '\x1b[39m';
}
