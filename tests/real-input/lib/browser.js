'use strict';

/** Asks a server as browsers do: requests that name the same `jar` share its cookies. */

const { ask } = require('../../bench/lib/server');

/** Headers that say nothing of the application: times, and what belongs to the connection. */
const UNSAID = new Set([ 'date', 'connection', 'keep-alive', 'transfer-encoding', 'x-readtime', 'content-length' ]);

/** The headers that are compared, without what is random in them. */
function said(headers) {
  const entries = Object.entries(headers).filter(([ name ]) => !UNSAID.has(name) && name !== 'set-cookie').sort();
  const nonce = headers['x-csp-nonce'] || /$^/;
  return Object.fromEntries(entries.map(([ name, value ]) => [ name, value.replace(nonce, '<nonce>') ]));
}

class Browser {
  constructor(port) {
    this.port = port;
    this.jars = new Map();
  }

  /**
   * The answer as it is compared: `{ status, headers, cookies, body }`. Cookies by name and attributes: their values are random
   * or encrypted. `csrf` sends the jar's token.
   */
  async ask({ jar = Symbol('a new one'), csrf = false, headers = {}, ...request }) {
    const kept = this.jars.get(jar) || new Map();
    this.jars.set(jar, kept);
    const sent = { ...headers };
    if (kept.size > 0) sent.cookie = [ ...kept ].map(([ name, value ]) => `${name}=${value}`).join('; ');
    if (csrf) sent['x-csrf-token'] = kept.get('csrfToken');
    const answer = await ask(this.port, { ...request, headers: sent });
    const set = answer.headers['set-cookie'] || [];
    for (const text of set) {
      const [ , name, value, rest ] = /^([^=]+)=([^;]*)(.*)$/.exec(text);
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(rest)) kept.delete(name);
      else kept.set(name, value);
    }
    return {
      status: answer.status,
      headers: said(answer.headers),
      cookies: set.map(text => text.replace(/=[^;]*/, '').replace(/expires=[^;]*GMT/i, time => (/1970/.test(time) ? time : 'expires=<time>'))).sort(),
      body: answer.body,
    };
  }
}

module.exports = { Browser };
