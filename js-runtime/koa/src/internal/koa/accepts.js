'use strict';

/** What a request accepts (npm package `accepts`): without arguments everything, best first; with, the best of them or false. */
const negotiate = require('internal/koa/negotiate');

class Accepts {
  constructor(req) {
    this.headers = req.headers;
  }

  types(...offered) {
    return negotiate.accepts('type', this.headers.accept, offered.flat());
  }

  encodings(...offered) {
    return negotiate.accepts('encoding', this.headers['accept-encoding'], offered.flat());
  }

  charsets(...offered) {
    return negotiate.accepts('charset', this.headers['accept-charset'], offered.flat());
  }

  languages(...offered) {
    return negotiate.accepts('language', this.headers['accept-language'], offered.flat());
  }
}

for (const kind of [ 'type', 'encoding', 'charset', 'language' ]) {
  Accepts.prototype[kind] = Accepts.prototype[`${kind}s`];
}
Accepts.prototype.lang = Accepts.prototype.langs = Accepts.prototype.languages;

module.exports = req => new Accepts(req);
