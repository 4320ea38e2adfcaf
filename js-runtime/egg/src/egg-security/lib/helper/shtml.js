'use strict';

const HtmlFilter = require('egg-security/lib/html/html_filter');
const { getFromUrl, isSafeDomain } = require('egg-security/lib/utils');

/**
 * HTML of others that is safe to show: tags and attributes of `config.helper.shtml` (by default those of HtmlFilter), links and
 * images of this host and of `config.security.domainWhiteList` only. `ctx.securityOptions.shtml` changes the settings.
 */
module.exports = function shtml(html) {
  if (typeof html !== 'string') return html;
  const { app } = this;
  const settings = { ...app.config.helper.shtml, ...this.ctx.securityOptions?.shtml };
  const checkDomain = (tag, name, value, isWhite) => {
    const isLink = isWhite && (name === 'href' || name === 'src') && value && value[0] !== '/' && value[0] !== '#';
    const hostname = isLink && getFromUrl(value, 'hostname');
    return hostname && !isAllowed(app, settings, hostname) ? '' : undefined;
  };
  const { onTagAttr } = settings;
  settings.onTagAttr = onTagAttr ? (...args) => onTagAttr(...args) ?? checkDomain(...args) : checkDomain;
  return new HtmlFilter(settings).process(html);
};

function isAllowed(app, { domainWhiteList }, hostname) {
  if (isSafeDomain(hostname, app.config.security.domainWhiteList)) return true;
  if (!domainWhiteList?.length) return false;
  app.deprecate('[egg-security] `config.helper.shtml.domainWhiteList` has been deprecate. '
    + 'Please use `config.security.domainWhiteList` instead.');
  return isSafeDomain(hostname, domainWhiteList.map(domain => domain.toLowerCase()));
}
