'use strict';

/**
 * Load units that live inside the binary: egg itself and its built-in plugins.
 *
 * Such a unit has a path like a unit on disk, `/$coddle/node_modules/<package>`, so that `app.plugins.session.path`,
 * `path.join(unit.path, 'app/extend')` and the dumped configuration read as usual. Its files are built-in modules:
 * `/$coddle/node_modules/egg-session/config/config.default.js` is the module `egg-session/config/config.default`.
 * Nothing is on disk there.
 *
 * Native: `names()`, the names of every built-in module of the egg crate.
 */
const ROOT = '/$coddle/node_modules';

const names = new Set(native.names());

exports.ROOT = ROOT;
exports.pathOf = name => `${ROOT}/${name}`;
exports.isEmbedded = path => typeof path === 'string' && path.startsWith(`${ROOT}/`);
exports.hasPackage = name => names.has(`${name}/package.json`);
exports.exists = exists;
exports.resolve = resolve;
exports.load = path => require(moduleOf(path));
exports.list = list;

function moduleOf(path) {
  const name = path.slice(ROOT.length + 1);
  return name.endsWith('.js') ? name.slice(0, -3) : name;
}

/** True for the file of a module and for a directory above one. */
function exists(path) {
  return resolve(path) !== undefined || list(path).length > 0;
}

/** The full path of the file that `require(path)` would load, or undefined. */
function resolve(path) {
  const name = moduleOf(path);
  const found = [ name, `${name}/index` ].find(candidate => names.has(candidate));
  if (found === undefined) return undefined;
  return found.endsWith('.json') ? `${ROOT}/${found}` : `${ROOT}/${found}.js`;
}

/** Paths of the files under `directory`, relative to it, in name order. */
function list(directory) {
  const prefix = `${directory.slice(ROOT.length + 1)}/`;
  return [ ...names ]
    .filter(name => name.startsWith(prefix))
    .map(name => (name.endsWith('.json') ? name : `${name}.js`).slice(prefix.length))
    .sort();
}
