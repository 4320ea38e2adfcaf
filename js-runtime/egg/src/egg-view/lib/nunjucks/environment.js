'use strict';

const fs = require('fs');
const path = require('path');
const createViewHelper = require('egg-view/lib/nunjucks/view_helper');
const customs = require('egg-view/lib/nunjucks/customs');
const Support = require('egg-view/lib/nunjucks/support');

const TURN_OFF = 'config.nunjucks.native = false renders with the npm package egg-view-nunjucks instead';

class TemplateError extends Error {
  get name() {
    return 'Template render error';
  }
}

const refuse = method => () => {
  throw new Error(`app.nunjucks.${method}() is not there for natively rendered templates; ${TURN_OFF}`);
};

/**
 * Templates of nunjucks', rendered natively (`config.nunjucks.native`): what `app.nunjucks` is then, unless the npm package is
 * there too. Templates are kept unless `config.nunjucks.cache` (or, without it, `config.view.cache`) is false.
 */
class Environment {
  constructor(app) {
    this.app = app;
    const config = app.config.nunjucks;
    if (config.tags) throw new Error(`config.nunjucks.tags is not there for natively rendered templates; ${TURN_OFF}`);
    // The npm package takes `cache` out of the configuration, and leaves `noCache`.
    const cache = config.cache ?? (config.noCache === undefined ? app.config.view.cache : !config.noCache);
    this.renderer = native.create({
      autoescape: config.autoescape ?? true,
      throwOnUndefined: Boolean(config.throwOnUndefined),
      trimBlocks: Boolean(config.trimBlocks),
      lstripBlocks: Boolean(config.lstripBlocks),
      cache: Boolean(cache),
      ...customs(app),
    });
    this.support = new Support(this);
    this.files = new Map();
    this.ViewHelper = createViewHelper(app);
  }

  /** The text of the template `file`, a path or a name below one of the roots. */
  render(file, locals) {
    return this.renderer.render(this.support, file, locals);
  }

  /** The text of `template`. `options.path`: where it comes from, for relative includes and errors. */
  renderString(template, locals, options) {
    return this.renderer.renderString(this.support, template, locals, options?.path);
  }

  /** Forgets all compiled templates. */
  cleanCache() {
    const count = this.files.size;
    this.files.clear();
    this.renderer.clear();
    return count;
  }

  load(name) {
    const { security, view } = this.app.config;
    const file = view.root
      .map(root => [ path.resolve(root), path.resolve(root, name) ])
      // A name with `..` must not lead out of its root.
      .find(([ root, candidate ]) => candidate.startsWith(root) && fs.existsSync(candidate))?.[1];
    if (!file) return undefined;
    this.files.set(name, file);
    let text = fs.readFileSync(file, 'utf8');
    if (security.csrf !== false && security.csrf.enable !== false) text = this.app.injectCsrf(text);
    if (security.csp !== false && security.csp.enable !== false) text = this.app.injectNonce(text);
    return text;
  }

  failed(template, line, message, thrown) {
    const file = this.files.get(template) ?? template ?? 'unknown path';
    const place = line ? ` [Line ${line}]` : '';
    const reason = thrown === undefined ? message : String(thrown);
    const hint = message.endsWith('is not rendered natively') ? `; ${TURN_OFF}` : '';
    return new TemplateError(`(${file})${place}\n  ${reason}${hint}`, { cause: thrown });
  }
}

for (const method of [ 'addExtension', 'addFilter', 'addGlobal', 'addTest' ]) Environment.prototype[method] = refuse(method);

module.exports = Environment;
