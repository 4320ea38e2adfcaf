'use strict';

const addressMatcher = require('egg-security/lib/address_matcher');

const PROTOCOLS = [ 'http', 'https', 'file', 'data' ];

/** Makes `config.security` ready in place: white lists in lower case, the address check of ssrf out of its lists. */
module.exports = function preprocessConfig(config) {
  const { ssrf, csrf } = config;
  if (ssrf?.ipBlackList && !ssrf.checkAddress) ssrf.checkAddress = addressCheck(ssrf);
  config.domainWhiteList = lowerCase(config.domainWhiteList || []);
  config.protocolWhiteList = lowerCase(config.protocolWhiteList || []);
  if (csrf?.refererWhiteList) csrf.refererWhiteList = lowerCase(csrf.refererWhiteList);
  config._protocolWhiteListSet = new Set([ ...config.protocolWhiteList, ...PROTOCOLS ]);
};

/** `(addresses, family, hostname) => boolean`: whether a request may go there. IPv6 addresses are not looked at. */
function addressCheck({ ipBlackList, ipExceptionList, hostnameExceptionList }) {
  const refused = ipBlackList.map(addressMatcher);
  const excepted = (ipExceptionList || []).map(addressMatcher);
  return (addresses, family, hostname) => {
    if (hostname && hostnameExceptionList?.includes(hostname)) return true;
    for (const one of [ addresses ].flat()) {
      if (one?.family === 6) continue;
      const address = typeof one === 'string' ? one : one.address;
      if (excepted.some(matches => matches(address))) return true;
      if (refused.some(matches => matches(address))) return false;
    }
    return true;
  };
}

function lowerCase(list) {
  return list.map(entry => entry.toLowerCase());
}
