// expect exit 5
Promise.resolve().then(() => process.exit(5));
setTimeout(() => process.stdout.write('never'), 1000);
