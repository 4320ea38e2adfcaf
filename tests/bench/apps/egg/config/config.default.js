'use strict';

// BENCH_VARIANT chooses what every request of this process passes through (see app/router.js):
// the ten middlewares must not be in the way of the other workloads.
const MIDDLEWARES = [ 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten' ];

module.exports = () => {
  const config = {
    keys: 'bench-only',
    middleware: process.env.BENCH_VARIANT === 'middlewares' ? MIDDLEWARES : [],
    // the echo workload posts without a token
    security: { csrf: { enable: false } },
  };
  return config;
};
