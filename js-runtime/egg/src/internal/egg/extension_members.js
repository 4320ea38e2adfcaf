'use strict';

/**
 * Members that Rust extensions add to ctx, application and so on: none may hide what egg or a plugin has under that name, and
 * none of theirs may hide an extension's. The application has the last word, as everywhere.
 */
const path = require('path');
const embedded = require('internal/egg/embedded_units');

/** By target object: `{ extension, name, descriptor }` of each key that an extension brought. */
const claims = new WeakMap();

/** Called before the exports of `file` are copied onto `target`; throws for a name that is taken. */
exports.check = function check(name, target, file, members, baseDir) {
  const extension = embedded.extensionOf(file);
  const known = claims.get(target);
  if (extension) claim(extension, name, target, members);
  if (extension || !known) return;
  const isApplication = file.startsWith(path.join(baseDir, 'app') + path.sep);
  for (const key of Reflect.ownKeys(members)) {
    if (!known.has(key)) continue;
    if (!isApplication) throw hidden(known.get(key), key, `would hide that of ${file}`);
    known.delete(key);
  }
};

/** Called when an application is loaded: code that ran meanwhile may have put something else in an extension's place. */
exports.verify = function verify(app) {
  for (const target of [ app, app.context, app.request, app.response, app.Helper.prototype ]) {
    for (const [ key, owner ] of claims.get(target) ?? []) {
      const now = Object.getOwnPropertyDescriptor(target, key);
      const { get, value } = owner.descriptor;
      if (now?.get === get && now?.value === value) continue;
      throw hidden(owner, key, 'would hide what a plugin or app.js has put there while the application was loaded');
    }
  }
};

function claim(extension, name, target, members) {
  const known = claims.get(target) ?? new Map();
  claims.set(target, known);
  for (const key of Reflect.ownKeys(members)) {
    const owner = { extension, name, descriptor: Object.getOwnPropertyDescriptor(members, key) };
    const other = known.get(key);
    if (other) throw hidden(owner, key, `would hide that of extension "${other.extension}"`);
    if (key in target) throw hidden(owner, key, 'would hide one that egg or a plugin has');
    known.set(key, owner);
  }
}

function hidden({ extension, name }, key, why) {
  return new Error(`extension "${extension}": the ${name} member "${String(key)}" ${why}; choose another name`);
}
