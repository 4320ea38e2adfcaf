// expect exit 3
process.exitCode = 3;
setTimeout(() => {}, 1);
