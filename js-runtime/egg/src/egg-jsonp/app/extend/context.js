'use strict';

const JSONP_CONFIG = require('egg-jsonp/lib/jsonp_config');
const jsonpBody = require('egg-jsonp/lib/jsonp_body');

module.exports = {
  /** Whether the answer is to be a script that calls the client's function. */
  get acceptJSONP() {
    return !!this[JSONP_CONFIG]?.jsonpFunction;
  },

  /** Sets the body, as a call of the client's function where it named one. */
  createJsonpBody(body) {
    const config = this[JSONP_CONFIG];
    if (!config?.jsonpFunction) {
      this.body = body;
      return;
    }
    this.set('x-content-type-options', 'nosniff');
    this.type = 'js';
    this.body = jsonpBody(body === undefined ? null : body, config.jsonpFunction, config.options);
  },
};
