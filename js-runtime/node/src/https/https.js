'use strict';

// node:https. As node:http: it loads, its agents can be made, servers and clients are not built yet and say so when used.

const { Agent: HttpAgent } = require('internal/http/agent');
const { refusal } = require('internal/not_built');

const ADVICE = 'TLS comes with the next step.';

/** http.Agent's options, and those of TLS. */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  HttpAgent.call(this, options);
  this.defaultPort = 443;
  this.protocol = 'https:';
  this.maxCachedSessions = this.options.maxCachedSessions === undefined ? 100 : this.options.maxCachedSessions;
}
Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
Object.setPrototypeOf(Agent, HttpAgent);

/** What makes two TLS connections different, in the order of Node's pool keys. */
const TLS_OPTIONS = [
  'ca', 'cert', 'clientCertEngine', 'ciphers', 'key', 'pfx', 'rejectUnauthorized', 'servername', 'minVersion', 'maxVersion',
  'secureProtocol', 'crl', 'honorCipherOrder', 'ecdhCurve', 'dhparam', 'secureOptions', 'sessionIdContext', 'sigalgs',
  'privateKeyIdentifier', 'privateKeyEngine',
];
const EVEN_IF_FALSE = new Set(['rejectUnauthorized', 'honorCipherOrder', 'secureOptions']);

Agent.prototype.getName = function getName(options = {}) {
  let name = HttpAgent.prototype.getName.call(this, options);
  for (const key of TLS_OPTIONS) {
    name += ':';
    const value = options[key];
    if (key === 'servername') {
      if (value && value !== options.host) name += value;
    } else if (EVEN_IF_FALSE.has(key) ? value !== undefined : value) {
      name += key === 'pfx' && typeof value === 'object' ? JSON.stringify(value) : value;
    }
  }
  return name;
};

let globalAgent;

module.exports = {
  Agent,
  Server: refusal('https.Server', ADVICE),
  createServer: refusal('https.createServer()', ADVICE),
  get: refusal('https.get()', ADVICE),
  request: refusal('https.request()', ADVICE),
};

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    globalAgent ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
    return globalAgent;
  },
  set(value) { globalAgent = value; },
});
