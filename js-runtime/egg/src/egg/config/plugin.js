'use strict';

/** egg's plugins, in the order that their dependencies then change. */
for (const name of [
  'onerror', 'session', 'i18n', 'watcher', 'multipart', 'security', 'development', 'logrotator', 'schedule', 'static',
  'jsonp', 'view',
]) {
  exports[name] = { enable: true, package: `egg-${name}` };
}
