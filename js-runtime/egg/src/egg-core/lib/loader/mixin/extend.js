'use strict';

/** The loader's part that copies `app/extend/<name>.js` of every load unit onto application, context, request and so on. */
const path = require('path');
const Application = require('koa');
const proto = require('internal/koa/proto');
const depd = require('internal/depd');
const extensionMembers = require('internal/egg/extension_members');

const ORIGINALS = {
  request: proto.request,
  response: proto.response,
  context: proto.context,
  application: Application,
};

let deprecate;

module.exports = {
  loadAgentExtend() {
    this.loadExtend('agent', this.app);
  },

  loadApplicationExtend() {
    this.loadExtend('application', this.app);
  },

  loadRequestExtend() {
    this.loadExtend('request', this.app.request);
  },

  loadResponseExtend() {
    this.loadExtend('response', this.app.response);
  },

  loadContextExtend() {
    this.loadExtend('context', this.app.context);
  },

  loadHelperExtend() {
    if (this.app?.Helper) this.loadExtend('helper', this.app.Helper.prototype);
  },

  /** The file of each unit, without extension. Frameworks override it to load from elsewhere. */
  getExtendFilePaths(name) {
    return this.getLoadUnits().map(unit => path.join(unit.path, 'app/extend', name));
  },

  /** Loads `<name>` of every unit, then `<name>.<env>` of every unit, onto `target`; later ones win. */
  loadExtend(name, target) {
    this.timing.start(`Load extend/${name}.js`);
    const files = this.getExtendFilePaths(name);
    // mm.env of egg-mock starts under another environment, but tests still want their extensions.
    const withUnittest = 'EGG_MOCK_SERVER_ENV' in process.env && this.serverEnv !== 'unittest';
    const variants = files.flatMap(file => (
      withUnittest ? [ `${file}.${this.serverEnv}`, `${file}.unittest` ] : [ `${file}.${this.serverEnv}` ]));

    for (const candidate of [ ...files, ...variants ]) {
      const file = this.resolveModule(candidate);
      if (!file) continue;
      if (file.endsWith('/index.js')) warnIndex(name);
      const extension = this.requireFile(file);
      extensionMembers.check(name, target, file, extension, this.options.baseDir);
      for (const key of Reflect.ownKeys(extension)) {
        const descriptor = Object.getOwnPropertyDescriptor(extension, key);
        Object.defineProperty(target, key, completed(descriptor, target, ORIGINALS[name], key));
      }
    }
    this.timing.end(`Load extend/${name}.js`);
  },
};

/** An extension that only has a getter or only a setter keeps the other half of what it replaces. */
function completed(descriptor, target, original, key) {
  const replaced = Object.getOwnPropertyDescriptor(target, key)
    ?? (original && Object.getOwnPropertyDescriptor(original, key));
  if (!replaced) return descriptor;
  const merged = { ...descriptor };
  if (!merged.get && replaced.get) merged.get = replaced.get;
  if (!merged.set && replaced.set) merged.set = replaced.set;
  return merged;
}

function warnIndex(name) {
  deprecate ??= depd('egg');
  deprecate(`app/extend/${name}/index.js is deprecated, use app/extend/${name}.js instead`);
}
