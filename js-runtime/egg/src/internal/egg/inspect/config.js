'use strict';

const { printable } = require('egg/lib/core/utils');
const { load, shortPath } = require('internal/egg/inspect/application');

/** The password in `scheme://user:password@host`. */
const URL_PASSWORD = /^([a-z][\w+.-]*:\/\/[^:@/\s]*:)[^@/\s]+@/i;

/**
 * The merged configuration: `{ env, config, sources }`. `sources` has the shape of `config`; its leaves are the files whose
 * value won. What code set has no source.
 *
 * `showSecrets`: without it, values under the keys that `config.dump.ignore` names (egg's default: keys, password, secret
 * and the like) read `<String len: N>`, and passwords in URLs `***`.
 */
module.exports = ({ showSecrets, ...options }) => {
  const app = load(options);
  const secrets = showSecrets ? [] : [ ...app.config.dump?.ignore ?? [] ];
  return {
    env: app.config.env,
    config: shown(app.config, secrets),
    sources: placed(app.loader.configMeta, app.baseDir),
  };
};

/** As egg's dump shows it; but that leaves arrays as they are, and there may be secrets in them too. */
function shown(value, secrets) {
  return printable(copyOf(value, secrets, []), secrets, []);
}

function copyOf(value, secrets, ancestors) {
  if (typeof value === 'string' && secrets.length > 0) return value.replace(URL_PASSWORD, '$1***@');
  const isTree = Array.isArray(value) || isPlain(value);
  if (!isTree) return value;
  if (ancestors.includes(value)) return '<Circular>';
  const path = [ ...ancestors, value ];
  // An array's elements are converted as if each were a property.
  if (Array.isArray(value)) {
    return value.map(item => printable({ item: copyOf(item, secrets, path) }, secrets, []).item);
  }
  return Object.fromEntries(Object.keys(value).map(key => [ key, copyOf(value[key], secrets, path) ]));
}

function isPlain(value) {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function placed(tree, baseDir) {
  if (typeof tree === 'string') return shortPath(tree, baseDir);
  return Object.fromEntries(Object.keys(tree).map(key => [ key, placed(tree[key], baseDir) ]));
}
