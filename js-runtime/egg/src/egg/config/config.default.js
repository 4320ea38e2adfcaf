'use strict';

/**
 * egg's defaults. Native: `favicon()`, the bytes of the icon that `/favicon.ico` answers unless the application has its own.
 */
const path = require('path');
const { Buffer } = require('buffer');

module.exports = appInfo => ({
  env: appInfo.env,
  name: appInfo.name,
  /** Keys that sign and encrypt cookies, newest first, separated by commas. */
  keys: '',
  /** Defaults of `ctx.cookies.set`. */
  cookies: {},

  /** Behind a trusted proxy: protocol, address and host are read from these headers. */
  proxy: false,
  maxIpsCount: 0,
  maxProxyCount: 0,
  protocolHeaders: 'x-forwarded-proto',
  ipHeaders: 'x-forwarded-for',
  hostHeaders: '',

  pkg: appInfo.pkg,
  baseDir: appInfo.baseDir,
  HOME: appInfo.HOME,
  rundir: path.join(appInfo.baseDir, 'run'),

  /** What the dump of the configuration hides, and which start-up steps count as slow. */
  dump: {
    ignore: new Set([ 'pass', 'pwd', 'passd', 'passwd', 'password', 'keys', 'masterKey', 'accessKey', /secret/i ]),
    timing: {
      slowBootActionMinDuration: 5000,
    },
  },

  /** Keys that are easily mistaken, and what is meant. */
  confusedConfigurations: {
    bodyparser: 'bodyParser',
    notFound: 'notfound',
    sitefile: 'siteFile',
    middlewares: 'middleware',
    httpClient: 'httpclient',
  },

  notfound: {
    pageUrl: '',
  },

  siteFile: {
    '/favicon.ico': Buffer.from(native.favicon()),
    // 30 days
    cacheControl: 'public, max-age=2592000',
  },

  bodyParser: {
    enable: true,
    encoding: 'utf8',
    formLimit: '1mb',
    jsonLimit: '1mb',
    textLimit: '1mb',
    strict: true,
    queryString: {
      arrayLimit: 100,
      depth: 5,
      parameterLimit: 1000,
    },
    onerror(err, ctx) {
      const { message, stack } = err;
      err.message += ', check bodyParser config';
      // A stack that was written when the error was made begins with the message of then.
      if (typeof stack === 'string' && err.stack === stack) err.stack = stack.replace(message, () => err.message);
      if (ctx.status === 404) {
        // The client's fault, unless the error says otherwise.
        ctx.status = 400;
        if (!err.status) err.status = 400;
      }
      throw err;
    },
  },

  logger: {
    dir: path.join(appInfo.root, 'logs', appInfo.name),
    encoding: 'utf8',
    env: appInfo.env,
    level: 'INFO',
    consoleLevel: 'INFO',
    disableConsoleAfterReady: appInfo.env !== 'local' && appInfo.env !== 'unittest',
    outputJSON: false,
    buffer: true,
    appLogName: `${appInfo.name}-web.log`,
    coreLogName: 'egg-web.log',
    agentLogName: 'egg-agent.log',
    errorLogName: 'common-error.log',
    coreLogger: {},
    allowDebugAtProd: false,
    enablePerformanceTimer: false,
    enableFastContextLogger: false,
  },

  httpclient: {
    enableDNSCache: false,
    dnsCacheLookupInterval: 10000,
    dnsCacheMaxLength: 1000,
    request: {
      timeout: 5000,
    },
    httpAgent: agentDefaults(),
    httpsAgent: agentDefaults(),
    useHttpClientNext: false,
  },

  meta: {
    enable: true,
    logging: false,
  },

  coreMiddleware: [ 'meta', 'siteFile', 'notfound', 'bodyParser', 'overrideMethod' ],

  workerStartTimeout: 10 * 60 * 1000,
  serverTimeout: null,

  cluster: {
    listen: {
      path: '',
      port: 7001,
      hostname: '',
    },
  },

  clusterClient: {
    maxWaitTime: 60000,
    responseTimeout: 60000,
  },

  onClientError: null,
});

function agentDefaults() {
  return {
    keepAlive: true,
    freeSocketTimeout: 4000,
    maxSockets: Number.MAX_SAFE_INTEGER,
    maxFreeSockets: 256,
  };
}
