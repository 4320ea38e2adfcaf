// expect exit 2
// Everything that may be under way when the process ends; none of it may be heard of again, and the engine ends in order.
const fs = require('fs');
fs.readFile(__filename, () => process.stdout.write('never'));
fs.promises.readFile(__filename).then(() => process.stdout.write('never'));
fs.createReadStream(__filename).on('data', () => process.stdout.write('never'));
fs.openSync(__filename, 'r');
process.on('SIGUSR1', () => process.stdout.write('never'));
process.stdin.on('data', () => process.stdout.write('never'));
setInterval(() => process.stdout.write('never'), 1);
setImmediate(() => process.stdout.write('never'));
const cycle = { promise: new Promise(() => {}) };
cycle.self = cycle;
setTimeout((value) => process.stdout.write('never' + value), 1, cycle);
process.nextTick(() => process.exit(2));
