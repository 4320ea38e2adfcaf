'use strict';

/** egg's plugins, all of which are on by default. */
const PLUGINS = [
  'onerror', 'session', 'i18n', 'watcher', 'multipart', 'security', 'development', 'logrotator', 'schedule', 'static', 'jsonp', 'view',
];

const variant = process.env.BENCH_VARIANT;
if (variant === 'chainless') for (const name of PLUGINS) exports[name] = { enable: false };
if (variant?.startsWith('rows')) exports.nunjucks = { enable: true, package: 'egg-view-nunjucks' };
