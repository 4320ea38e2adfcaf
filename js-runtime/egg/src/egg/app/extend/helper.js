'use strict';


module.exports = {
  /** The path of a named route. */
  pathFor(name, params) {
    return this.app.router.url(name, params);
  },

  /** The URL of a named route, at the host that the request went to. */
  urlFor(name, params) {
    const { protocol, host } = this.ctx;
    return `${protocol}://${host}${require('url').resolve('/', this.app.router.url(name, params))}`;
  },
};
