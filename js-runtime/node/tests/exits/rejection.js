// expect exit 1
// expect stderr Error: lost
Promise.reject(new Error('lost'));
setTimeout(() => process.stdout.write('never'), 1000);
