// expect exit 7
// expect stderr again: true
process.on('uncaughtException', () => { throw Object.assign(new Error('second'), { again: true }); });
throw new Error('first');
