// expect exit 1
// expect stderr Cannot find module 'no-such-package'
// expect stderr missing-module.js
require('no-such-package');
