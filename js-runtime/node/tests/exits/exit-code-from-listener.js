// expect exit 0
// expect stderr Error: forgiven
process.on('exit', () => { process.exitCode = 0; });
throw new Error('forgiven');
