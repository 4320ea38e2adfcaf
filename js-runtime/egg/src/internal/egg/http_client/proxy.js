'use strict';

// Requests by a proxy: `enableProxy` with `proxy`, or with what HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment say (LCH-078). urllib
// leaves this to the npm package proxy-agent; HTTP proxies are at hand here.

const http = require('http');
const { HttpsAgent } = require('internal/egg/http_client/agent');

/** Names of the environment for a protocol, first come first. */
const VARIABLES = {
  'http:': ['HTTP_PROXY', 'http_proxy'],
  'https:': ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'],
};

function fromEnvironment(names) {
  return names.map((name) => process.env[name]).find(Boolean);
}

/** Whether NO_PROXY (`*`, or a list of `host`, `.domain`, `host:port`) names where `url` leads. */
function isExempt({ protocol, hostname, port }) {
  const list = fromEnvironment(['NO_PROXY', 'no_proxy']);
  if (!list) return false;
  if (list === '*') return true;
  const dotted = (name) => `.${name.replace(/^\.+/, '')}`;
  const wanted = dotted(hostname.toLowerCase());
  return list.split(',').some((entry) => {
    const [zone, zonePort] = entry.trim().toLowerCase().split(':', 2);
    const isPort = zonePort === undefined || zonePort === (port || (protocol === 'https:' ? '443' : '80'));
    return isPort && wanted.endsWith(dotted(zone));
  });
}

/**
 * The proxy's URL for a request to `url` (protocol, hostname, port), or undefined. Throws for a proxy that does not speak HTTP.
 *
 * A request with `checkAddress` goes by no proxy: nobody could check where that leads.
 */
function proxyFor(url, { checkAddress, enableProxy, proxy }) {
  if (checkAddress || (!enableProxy && !process.env.URLLIB_ENABLE_PROXY)) return undefined;
  const given = proxy || process.env.URLLIB_PROXY || (isExempt(url) ? undefined : fromEnvironment(VARIABLES[url.protocol] ?? []));
  if (!given) return undefined;
  const parsed = new URL(String(given).includes('://') ? given : `http://${given}`);
  if (parsed.protocol !== 'http:') {
    throw Object.assign(new Error(`the HTTP client speaks to HTTP proxies only, not to ${parsed.protocol}//: give an agent that does`),
      { code: 'ERR_CODDLE_NOT_BUILT' });
  }
  return parsed;
}

function authorization({ username, password }) {
  if (!username) return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

/** Makes `options` of http.request those of a request to the proxy, which asks the server itself. */
function askProxy(options, proxy) {
  const host = options.port === 80 || options.port === '80' ? options.host : `${options.host}:${options.port}`;
  if (!Object.keys(options.headers).some((name) => name.toLowerCase() === 'host')) options.headers.host = host;
  Object.assign(options.headers, authorization(proxy));
  options.path = `http://${host}${options.path}`;
  options.host = proxy.hostname;
  options.port = proxy.port || 80;
}

/** Its connections are tunnels through a proxy. */
class TunnelAgent extends HttpsAgent {
  constructor(proxy) {
    super({});
    this.proxy = proxy;
  }

  createConnection(options, callback) {
    const { proxy } = this;
    const path = `${options.host}:${options.port}`;
    const headers = { host: path, ...authorization(proxy) };
    const request = http.request({ host: proxy.hostname, port: proxy.port || 80, method: 'CONNECT', path, headers, agent: false });
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) {
        callback(null, require('tls').connect({ ...options, socket, servername: options.servername || options.host }));
        return;
      }
      socket.destroy();
      callback(Object.assign(new Error(`the proxy answered ${response.statusCode} to CONNECT ${path}`), { code: 'ERR_PROXY_TUNNEL' }));
    });
    request.once('error', callback);
    request.end();
  }
}

const tunnels = new Map();

/** The agent of requests to HTTPS servers by `proxy`. */
function tunnelThrough(proxy) {
  if (!tunnels.has(proxy.href)) tunnels.set(proxy.href, new TunnelAgent(proxy));
  return tunnels.get(proxy.href);
}

module.exports = { askProxy, proxyFor, tunnelThrough };
