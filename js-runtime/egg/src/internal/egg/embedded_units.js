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
 * Native: `under(prefix)`, the names of the egg crate's built-in modules that begin so, in order; `added()`, the extensions'
 * units: `[{ name, package, files }]`.
 */
const ROOT = '/$coddle/node_modules';
const FOLDER = `${ROOT}/`;
const MIDDLEWARE = 'app/middleware/';

const added = native.added();
const addedNames = added.flatMap(({ package: folder, files }) => files.map(file => `${folder}/${file}`));
/** Of all modules that are files of units. The loader asks for hundreds of files that are not there. */
const names = new Set([ ...native.under(''), ...addedNames ]);

exports.ROOT = ROOT;
exports.pathOf = name => `${ROOT}/${name}`;
exports.isEmbedded = path => typeof path === 'string' && path.startsWith(FOLDER);
exports.hasPackage = name => names.has(`${name}/package.json`);
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
  const name = path.slice(FOLDER.length);
  return name.endsWith('.js') ? name.slice(0, -3) : name;
}

/** True for the file of a module and for a directory above one. */
function exists(path) {
  return resolve(path) !== undefined || list(path).length > 0;
}

/** The full path of the file that `require(path)` would load, or undefined. */
function resolve(path) {
  const name = moduleOf(path);
  if (names.has(name)) return FOLDER + fileOf(name);
  const index = `${name}/index`;
  return names.has(index) ? FOLDER + fileOf(index) : undefined;
}

function fileOf(name) {
  return name.endsWith('.json') ? name : `${name}.js`;
}

/** Paths of the files under `directory`, relative to it, in name order. */
function list(directory) {
  const prefix = `${directory.slice(FOLDER.length)}/`;
  const found = [ ...native.under(prefix), ...addedNames.filter(name => name.startsWith(prefix)) ];
  return found.map(name => fileOf(name).slice(prefix.length)).sort();
}

/** The name of the extension that a file belongs to, or undefined. */
function extensionOf(path) {
  return added.find(({ package: folder }) => typeof path === 'string' && path.startsWith(`${FOLDER}${folder}/`))?.name;
}
