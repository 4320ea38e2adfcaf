// expect exit 1
// expect stderr TypeError: later
setTimeout(() => { throw new TypeError('later'); }, 1);
setTimeout(() => process.stdout.write('never'), 1000);
