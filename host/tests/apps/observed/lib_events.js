'use strict';

/** Prints what a messenger hears, a line of JSON each, for the test to read. */
exports.say = (who, action, data) => console.log('EVENT %s', JSON.stringify({ who, pid: process.pid, action, data }));

exports.watch = (who, messenger) => {
  for (const action of [ 'egg-ready', 'egg-pids', 'agent-start', 'hello', 'reply', 'raw', 'a string', 'typed' ]) {
    messenger.on(action, data => exports.say(who, action, data));
  }
};
