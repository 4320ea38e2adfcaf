'use strict';

// BENCH_VARIANT chooses what every request of this process passes through (see app/router.js):
// the ten middlewares must not be in the way of the other workloads.
const MIDDLEWARES = [ 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten' ];
/** What egg's own chain has beside the middleware of its plugins. */
const CHAIN = [ 'meta', 'siteFile', 'notfound', 'bodyParser', 'overrideMethod' ];

module.exports = () => {
  const variant = process.env.BENCH_VARIANT;
  const config = {
    keys: 'bench-only',
    middleware: variant === 'middlewares' ? MIDDLEWARES : [],
    // the echo workload posts without a token
    security: { csrf: { enable: false } },
    view: { mapping: { '.html': 'nunjucks' } },
  };
  if (variant === 'chainless') for (const name of CHAIN) config[name] = { enable: false };
  // egg does not know the key
  if (variant === 'rows-native') config.nunjucks = { native: true };
  return config;
};
