// expect exit 0
// expect stdout exit 0 undefined
process.on('exit', (code) => console.log('exit', code, process.exitCode));
setTimeout(() => process.exit(), 1);
await new Promise(() => {});
