// expect exit 1
// expect stderr RangeError: behind an await
await null;
throw new RangeError('behind an await');
