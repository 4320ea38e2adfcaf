'use strict';

/**
 * Turns what went wrong into an answer of the kind that was asked for: JSON for the API, a page for a browser. Faults of the
 * application itself (no status below 500) are logged; with `detail` the answer tells them too.
 */
module.exports = ({ detail = false }) => async function errorAnswer(ctx, next) {
  try {
    await next();
    if (ctx.status === 404 && ctx.body === undefined) ctx.throw(404, 'There is nothing here');
  } catch (error) {
    const status = error.status || 500;
    if (status >= 500) ctx.logger.error(error);
    const message = status < 500 || detail ? error.message : 'Something broke on our side';
    if (ctx.isApi) {
      ctx.body = { error: message, errors: error.errors, requestId: ctx.state.requestId };
    } else {
      const { html } = ctx.helper;
      ctx.body = ctx.helper.page('Sorry', html`<h1>${message}</h1><p>Error ${status}.</p>`);
    }
    ctx.status = status;
  }
};
