'use strict';

module.exports = appInfo => ({
  // Cookies are signed and encrypted with this. A real application reads it from where it keeps its secrets.
  keys: `${appInfo.name}-only-an-example`,

  // in this order, around every controller
  middleware: [ 'requestId', 'errorAnswer', 'apiKey' ],
  requestId: { header: 'x-request-id' },
  errorAnswer: {},
  // reading needs no key
  apiKey: {
    match: ctx => ctx.isApi && ![ 'GET', 'HEAD' ].includes(ctx.method),
  },

  // what is the blog's own
  blog: {
    title: 'The Coddled Egg',
    pageSize: 5,
    seed: 12,
    apiKey: 'let-me-in',
  },

  security: {
    csrf: {
      // the API goes by its key, which no browser sends by itself
      ignore: ctx => ctx.isApi,
    },
  },
});
