// expect exit 1
// expect stdout monitored watched uncaughtException
// expect stderr Error: watched
process.on('uncaughtExceptionMonitor', (error, origin) => process.stdout.write(`monitored ${error.message} ${origin}`));
throw new Error('watched');
