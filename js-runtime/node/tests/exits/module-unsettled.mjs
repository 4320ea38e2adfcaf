// expect exit 13
// expect stderr Warning: Detected unsettled top-level await at file://
// expect stdout exit 0 13
process.on('exit', (code) => console.log('exit', code, process.exitCode));
await new Promise(() => {});
console.log('never');
