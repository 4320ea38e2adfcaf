'use strict';

/** What a failed request is answered, by the kind of answer the client wants. `this` is the context. */
const errorView = require('egg-onerror/lib/error_view');
const { detectStatus } = require('egg-onerror/lib/status');

const JSON_TYPES = [ 'application/json', 'application/vnd.api+json', 'application/csp-report' ];

module.exports = (app, config) => {
  const { env } = app.config;
  const isProduction = env !== 'local' && env !== 'unittest';

  // http is a large module, and most applications answer long before something fails.
  const reasonOf = status => require('http').STATUS_CODES[status];
  const answers = {
    html(error) {
      const status = detectStatus(error);
      const { errorPageUrl } = config;
      const pageUrl = typeof errorPageUrl === 'function' ? errorPageUrl(error, this) : errorPageUrl;
      this.realStatus = status;
      if (env === 'local') {
        this.body = errorView(this, error, messageOf(this, error), config.templatePath);
      } else if (env === 'unittest') {
        this.status = status;
        this.body = `${error.name}: ${error.message}\n${error.stack}`;
      } else if (status < 500) {
        this.status = status;
        this.body = `<h2>${status} ${reasonOf(status)}</h2>`;
      } else if (pageUrl) {
        this.redirect(`${pageUrl}${pageUrl.indexOf('?') > 0 ? '&' : '?'}real_status=${status}`);
      } else {
        this.status = 500;
        this.body = `<h2>Internal Server Error, real status: ${status}</h2>`;
      }
    },

    json(error) {
      const status = detectStatus(error);
      this.status = status;
      const code = error.code || error.type;
      const message = messageOf(this, error);
      if (isProduction && status >= 500) {
        this.body = { code, message: reasonOf(status) };
        return;
      }
      const body = { code, message, errors: error.errors };
      if (!isProduction && status >= 500) {
        body.stack = error.stack;
        body.name = error.name;
        for (const key in error) {
          if (!body[key]) body[key] = error[key];
        }
      }
      this.body = body;
    },

    js(error) {
      answers.json.call(this, error, this);
      this.createJsonpBody?.(this.body);
    },

    text(error) {
      if (error.headers) this.set(error.headers);
      const isShown = (process.env.NODE_ENV || 'development') === 'development' || error.expose;
      this.body = isShown && error.message ? error.message : reasonOf(this.status);
    },
  };
  return answers;
};

function messageOf(ctx, error) {
  const isSyntaxError = error.status === 400 && error.name === 'SyntaxError' && ctx.request.is(JSON_TYPES);
  return isSyntaxError ? 'Problems parsing JSON' : error.message;
}
