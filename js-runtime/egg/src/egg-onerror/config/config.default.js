'use strict';

exports.onerror = {
  /** Where 5xx answers redirect to, outside of local and unittest; a text or a function of error and context. */
  errorPageUrl: '',
  /** `(error, ctx) => boolean`: false keeps an error out of the log. */
  appErrorFilter: null,
  templatePath: '/$coddle/node_modules/egg-onerror/lib/onerror_page.mustache',
};
