// expect exit 1
// expect stderr Error: boom
// expect stderr uncaught.js:6:
// expect stdout exit 1
process.on('exit', (code) => process.stdout.write(`exit ${code}\n`));
throw new Error('boom');
