'use strict';

const safeCurl = require('egg-security/lib/safe_curl');

const HIJACKING_GUARD = '<!--for injection--><!--</html>--><!--for injection-->';

module.exports = {
  /** Puts the csrf field into every form of a template that has none. */
  injectCsrf(template) {
    return template.replace(/(<form.*?>)([\s\S]*?)<\/form>/gi, (_, open, content) => {
      const hasField = content.includes('name="_csrf"') || content.includes('name=\'_csrf\'');
      const field = hasField ? '' : '\r\n<input type="hidden" name="_csrf" value="{{ctx.csrf}}" />';
      return `${open}${content}${field}</form>`;
    });
  },

  /** Puts the nonce into every script tag of a template that has none. */
  injectNonce(template) {
    return template.replace(/<script(.*?)>([\s\S]*?)<\/script[^>]*?>/gi, (_, attributes, content) => {
      const nonce = attributes.includes('nonce=') ? '' : ' nonce="{{ctx.nonce}}"';
      return `<script${attributes}${nonce}>${content}</script>`;
    });
  },

  /** Comments around a page, against scripts that a network inserts. */
  injectHijackingDefense(template) {
    return HIJACKING_GUARD + template + HIJACKING_GUARD;
  },

  safeCurl,
};
