'use strict';

/**
 * `ctx.onerror`: emits the error on the application and answers the request as the client accepts it. `config` may replace
 * the answers (`html`, `json`, `text`, `js`, or `all` of them) and the choice (`accepts(ctx)`).
 */
module.exports = (app, config) => {
  let answers;

  return function onerror(thrown) {
    // It is also a callback of Node's kind.
    if (thrown === null || thrown === undefined) return;
    // A body that nobody reads would keep the connection.
    this.req?.resume?.();
    const error = thrown instanceof Error ? thrown : wrap(thrown);
    const isLate = this.headerSent || !this.writable;
    if (isLate) error.headerSent = true;
    this.app.emit('error', error, this);
    if (isLate) return;

    if (error.code === 'ENOENT') error.status = 404;
    if (typeof error.status !== 'number' || !require('http').STATUS_CODES[error.status]) error.status = 500;
    this.status = error.status;
    if (error.headers) this.set(error.headers);

    // The pages are loaded with the first error.
    answers ??= answersFor(app, config);
    const kind = (config.accepts || accepts)(this) || 'text';
    if (answers.all) {
      answers.all.call(this, error, this);
    } else {
      answers[kind].call(this, error, this);
      this.type = kind;
    }
    if (kind === 'json') this.body = JSON.stringify(this.body);
    this.res.end(this.body);
  };
};

/** The answers by kind, those of the application first. */
function answersFor(app, config) {
  const answers = require('egg-onerror/lib/answers')(app, config);
  for (const kind of [ 'all', 'html', 'json', 'text', 'js' ]) {
    if (config[kind]) answers[kind] = config[kind];
  }
  return answers;
}

function accepts(ctx) {
  if (ctx.acceptJSON) return 'json';
  return ctx.acceptJSONP ? 'js' : 'html';
}

/** What is thrown need not be an error: it becomes one, with what it has of an error's fields. */
function wrap(thrown) {
  const error = new Error(`non-error thrown: ${textOf(thrown)}`);
  for (const key of [ 'name', 'message', 'stack', 'status', 'headers' ]) {
    if (thrown?.[key]) error[key] = thrown[key];
  }
  return error;
}

function textOf(thrown) {
  if (typeof thrown !== 'object') return thrown;
  try {
    return JSON.stringify(thrown);
  } catch {
    return thrown;
  }
}
