'use strict';

const filters = require('egg-view/lib/nunjucks/filters');

/** `helper` in templates: the application's, with safe texts where they are meant for HTML, and nunjucks' filters. */
module.exports = app => {
  class ViewHelper extends app.Helper {
    shtml(text) {
      return this.safe(super.shtml(text));
    }

    surl(text) {
      return this.safe(super.surl(text));
    }

    sjs(text) {
      return this.safe(super.sjs(text));
    }

    escape(text) {
      return filters.escape(text);
    }

    /** The hidden field with the csrf token. */
    csrfTag() {
      return this.safe(`<input type="hidden" name="_csrf" value="${this.ctx.csrf}" />`);
    }
  }
  for (const [ name, filter ] of Object.entries(filters)) {
    if (ViewHelper.prototype[name] == null) ViewHelper.prototype[name] = filter;
  }
  return ViewHelper;
};
