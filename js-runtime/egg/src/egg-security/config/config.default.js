'use strict';

module.exports = () => ({
  security: {
    domainWhiteList: [],
    protocolWhiteList: [],
    defaultMiddleware: 'csrf,hsts,methodnoallow,noopen,nosniff,csp,xssProtection,xframe,dta',

    csrf: {
      enable: true,
      /** `ctoken`, `referer`, `all` (both) or `any` (one of them). */
      type: 'ctoken',
      ignoreJSON: false,
      useSession: false,
      cookieDomain: undefined,
      cookieName: 'csrfToken',
      sessionName: 'csrfToken',
      headerName: 'x-csrf-token',
      bodyName: '_csrf',
      queryName: '_csrf',
      rotateWhenInvalid: false,
      supportedRequests: [
        { path: /^\//, methods: [ 'POST', 'PATCH', 'DELETE', 'PUT', 'CONNECT' ] },
      ],
      refererWhiteList: [],
      cookieOptions: {
        signed: false,
      },
    },

    xframe: {
      enable: true,
      value: 'SAMEORIGIN',
    },

    hsts: {
      enable: false,
      // A year, in seconds.
      maxAge: 365 * 24 * 3600,
      includeSubdomains: false,
    },

    dta: {
      enable: true,
    },

    methodnoallow: {
      enable: true,
    },

    noopen: {
      enable: true,
    },

    nosniff: {
      enable: true,
    },

    referrerPolicy: {
      enable: false,
      value: 'no-referrer-when-downgrade',
    },

    xssProtection: {
      enable: true,
      value: '1; mode=block',
    },

    csp: {
      enable: false,
      policy: {},
    },

    ssrf: {
      ipBlackList: null,
      ipExceptionList: null,
      hostnameExceptionList: null,
      checkAddress: null,
    },
  },

  helper: {
    shtml: {},
  },
});
