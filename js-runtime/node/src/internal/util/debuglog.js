'use strict';

/** `util.debuglog(section)`: writes to stderr when the environment's NODE_DEBUG names the section. */

const { formatWithOptions } = require('internal/util/format');

let sections;

function isNamed(section) {
  if (sections === undefined) {
    const names = process.env.NODE_DEBUG || '';
    // A list with commas; `*` stands for any text.
    const pattern = names.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*').replaceAll(',', '$|^');
    sections = names === '' ? /^$a/ : new RegExp(`^${pattern}$`, 'i');
  }
  return sections.test(section);
}

/** `callback(log)` receives the plain writing function at the first call, in place of the check that comes before it. */
function debuglog(section, callback) {
  section = String(section).toUpperCase();
  let enabled;
  const isEnabled = () => (enabled ??= isNamed(section));

  function write(...args) {
    const colors = !!(process.stderr.hasColors && process.stderr.hasColors());
    process.stderr.write(`${section} ${process.pid}: ${formatWithOptions({ colors }, ...args)}\n`);
  }
  let first = true;
  const logger = (...args) => {
    if (first) {
      first = false;
      if (typeof callback === 'function') callback(isEnabled() ? write : () => {});
    }
    if (isEnabled()) write(...args);
  };
  Object.defineProperty(logger, 'enabled', { get: isEnabled, configurable: true, enumerable: true });
  return logger;
}

module.exports = { debuglog };
