'use strict';

const { method } = require('internal/egg/not_built');

const ADVICE = 'the multipart plugin is not there yet; use an npm parser such as busboy on ctx.req';

for (const name of [ 'multipart', 'getFileStream', 'saveRequestFiles', 'cleanupRequestFiles' ]) {
  exports[name] = method(`ctx.${name}()`, ADVICE);
}
