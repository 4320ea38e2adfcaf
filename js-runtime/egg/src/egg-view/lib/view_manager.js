'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');

const NUNJUCKS = Symbol('ViewManager#nunjucks');

/** `app.view`: template engines by name, and where templates are found. */
class ViewManager extends Map {
  constructor(app) {
    super();
    this.config = app.config.view;
    this.config.root = this.config.root.split(/\s*,\s*/g).filter(directory => fs.existsSync(directory));
    this.extMap = new Map(Object.entries(this.config.mapping));
    this.fileMap = new Map();
    this.places = new Map();
    this.app = app;
    this.hasNpmNunjucks = false;
    this.isNunjucksNative = Boolean(app.config.nunjucks?.native);
    if (this.isNunjucksNative) this.set('nunjucks', require('egg-view/lib/nunjucks/view'));
  }

  /** What renders the templates of `nunjucks` with `config.nunjucks.native`. */
  get nunjucks() {
    if (!this.isNunjucksNative) return undefined;
    this[NUNJUCKS] ??= new (require('egg-view/lib/nunjucks/environment'))(this.app);
    return this[NUNJUCKS];
  }

  /** Registers an engine: a class with `render(file, locals, options)` and `renderString(text, locals, options)`. */
  use(name, viewEngine) {
    assert(name, 'name is required');
    if (name === 'nunjucks' && this.isNunjucksNative && !this.hasNpmNunjucks) {
      // The npm package may stay where it is: the key says who renders.
      this.hasNpmNunjucks = true;
      this.app.coreLogger.info('[egg-view] config.nunjucks.native: templates of nunjucks are rendered natively');
      return;
    }
    assert(!this.has(name), `${name} has been registered`);
    assert(viewEngine, 'viewEngine is required');
    assert(viewEngine.prototype.render, 'viewEngine should implement `render` method');
    assert(viewEngine.prototype.renderString, 'viewEngine should implement `renderString` method');
    this.set(name, viewEngine);
  }

  /** What `resolve` would give without looking at the disk; undefined where it would look, or is not this class's. */
  known(name) {
    return this.config.cache && this.resolve === ViewManager.prototype.resolve ? this.fileMap.get(name) : undefined;
  }

  /** `{ root, extension }` of the file that a template's name was resolved to. */
  placeOf(name, file) {
    const known = this.places.get(name);
    if (known?.file === file) return known;
    const root = file.replace(path.normalize(name), '').replace(/[/\\]$/, '');
    const place = { file, root, extension: path.extname(file) };
    this.places.set(name, place);
    return place;
  }

  /** The file of a template's name, in the order of the roots, with or without the default extension. */
  async resolve(name) {
    const { cache, defaultExtension, root } = this.config;
    const known = this.fileMap.get(name);
    if (cache && known) return known;
    const candidates = [ name, name + defaultExtension ].flatMap(file => root.map(directory => [ directory, file ]));
    const found = candidates
      .map(([ directory, file ]) => [ directory, path.join(directory, file) ])
      // A name with `..` must not lead out of its root.
      .find(([ directory, file ]) => file.includes(directory) && fs.existsSync(file));
    assert(found, `Can't find ${name} from ${root.join(',')}`);
    this.fileMap.set(name, found[1]);
    return found[1];
  }
}

module.exports = ViewManager;
