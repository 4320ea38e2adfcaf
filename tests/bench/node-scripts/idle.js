'use strict';

// Waits, having said that it does.

setInterval(() => {}, 60000);
process.stdout.write('waiting\n');
