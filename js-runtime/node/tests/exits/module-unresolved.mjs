// expect exit 1
// expect stderr ERR_MODULE_NOT_FOUND
// expect stderr no-such-file.mjs' imported from
import './no-such-file.mjs';
console.log('never');
