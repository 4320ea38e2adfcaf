'use strict';

/** Stand-ins for services of the internet, on 127.0.0.1: where a user signs in, where mails go, where uploads are kept. */

const fs = require('fs');
const path = require('path');

/** A certificate of 127.0.0.1 that nobody but itself vouches for. */
const certificate = path.resolve(__dirname, '../../../js-runtime/node/tests/support/tls/self.crt');
const kinds = { GITHUB: require('./github'), MAILBOX: require('./mailbox'), STORAGE: require('./storage') };

/** Starts them. Gives `{ environment, stop }`: `environment`: OUTSIDE_GITHUB and so on, where each is, and whom to trust. */
async function start() {
  const identity = { cert: fs.readFileSync(certificate), key: fs.readFileSync(certificate.replace('.crt', '.key')) };
  const started = [];
  const environment = { NODE_EXTRA_CA_CERTS: certificate };
  for (const [ name, kind ] of Object.entries(kinds)) {
    const service = await kind.start(identity);
    started.push(service);
    environment[`OUTSIDE_${name}`] = JSON.stringify(service.settings);
  }
  return { environment, stop: () => started.forEach(service => service.stop()) };
}

module.exports = { start };
