// expect exit 0
// expect stdout done
setTimeout(() => process.stdout.write('never'), 1e6).unref();
setInterval(() => process.stdout.write('never'), 1e6).unref();
process.on('SIGUSR1', () => process.stdout.write('never'));
setTimeout(() => process.stdout.write('done'), 1);
