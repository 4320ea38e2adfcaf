'use strict';

if (process.env.BENCH_VARIANT?.startsWith('rows')) exports.nunjucks = { enable: true, package: 'egg-view-nunjucks' };
