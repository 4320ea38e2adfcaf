// expect exit 0
// expect stderr [CODE1] Careful: the message
// expect stderr the detail
process.emitWarning('the message', { type: 'Careful', code: 'CODE1', detail: 'the detail' });
