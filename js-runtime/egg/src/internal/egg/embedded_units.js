'use strict';

/**
 * Load units that live inside the binary: egg itself and its built-in plugins.
 *
 * Such a unit has a path like a unit on disk, `/$coddle/node_modules/<package>`, so that `app.plugins.session.path`,
 * `path.join(unit.path, 'app/extend')` and the dumped configuration read as usual. Its files are built-in modules:
 * `/$coddle/node_modules/egg-session/config/config.default.js` is the module `egg-session/config/config.default`.
 * Nothing is on disk there.
 *
 * Units that Rust extensions add are such units, too; their files are modules under `internal/extension/<name>`.
 *
 * Native: `has(name)`, whether the egg crate has a built-in module of that name; `under(prefix)`, the names that begin so, in
 * order; `added()`, the extensions' units: `[{ name, package, files }]`.
 */
const ROOT = '/$coddle/node_modules';
const MIDDLEWARE = 'app/middleware/';

const added = native.added();
const addedNames = new Set(added.flatMap(({ package: folder, files }) => files.map(file => `${folder}/${file}`)));

exports.ROOT = ROOT;
exports.pathOf = name => `${ROOT}/${name}`;
exports.isEmbedded = path => typeof path === 'string' && path.startsWith(`${ROOT}/`);
exports.hasPackage = name => has(`${name}/package.json`);
exports.exists = exists;
exports.resolve = resolve;
exports.load = path => require(moduleOf(path));
exports.list = list;
exports.extensionOf = extensionOf;
/** `[name, extension]` of the extensions' middleware. */
exports.middleware = () => added.flatMap(({ name, files }) => files
  .filter(file => file.startsWith(MIDDLEWARE))
  .map(file => [ file.slice(MIDDLEWARE.length), name ]));
/** Entries of `config/plugin.js` for the units of extensions. */
exports.plugins = () => Object.fromEntries(added.map(({ name, package: folder }) => [
  name, { enable: true, path: `${ROOT}/${folder}` },
]));

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
  const found = [ name, `${name}/index` ].find(has);
  if (found === undefined) return undefined;
  return found.endsWith('.json') ? `${ROOT}/${found}` : `${ROOT}/${found}.js`;
}

/** Paths of the files under `directory`, relative to it, in name order. */
function list(directory) {
  const prefix = `${directory.slice(ROOT.length + 1)}/`;
  const names = native.under(prefix);
  for (const name of addedNames) {
    if (name.startsWith(prefix)) names.push(name);
  }
  return names.map(name => (name.endsWith('.json') ? name : `${name}.js`).slice(prefix.length)).sort();
}

function has(name) {
  return native.has(name) || addedNames.has(name);
}

/** The name of the extension that a file belongs to, or undefined. */
function extensionOf(path) {
  return added.find(({ package: folder }) => typeof path === 'string' && path.startsWith(`${ROOT}/${folder}/`))?.name;
}
