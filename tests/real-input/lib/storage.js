'use strict';

/** Takes uploads as Qiniu's storage does: forms with a token that the owner's secret key has signed. */

const { createHmac } = require('crypto');
const http = require('http');

const OWNER = { accessKey: 'the-forum', secretKey: 'storage secret', bucket: 'pictures' };

/** The fields of a multipart form by their names. */
function fieldsOf({ headers }, body) {
  const [ , boundary ] = /boundary=(.*)/.exec(headers['content-type']);
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1).map(part => /name="([^"]+)".*?\r\n\r\n(.*)\r\n$/s.exec(part));
  return Object.fromEntries(parts.map(([ , name, value ]) => [ name, Buffer.from(value, 'latin1') ]));
}

/** What the owner allowed by `token`; null when the owner did not sign it, or for a time that is over. */
function policyOf(token) {
  const [ accessKey, signature, policy ] = token.split(':');
  const safe = createHmac('sha1', OWNER.secretKey).update(policy).digest('base64').replaceAll('+', '-').replaceAll('/', '_');
  const said = JSON.parse(Buffer.from(policy, 'base64url'));
  return accessKey === OWNER.accessKey && signature === safe && said.deadline * 1000 > Date.now() ? said : null;
}

/** Gives `{ settings, stop }`. */
async function start() {
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { token, key, file } = fieldsOf(request, Buffer.concat(chunks));
    const policy = policyOf(token.toString());
    const answer = policy ? { key: key.toString(), size: file.length, scope: policy.scope, text: file.toString().slice(0, 20) } : { error: 'bad token' };
    response.writeHead(policy ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { settings: { host: `127.0.0.1:${server.address().port}`, ...OWNER }, stop: () => server.close().closeAllConnections() };
}

module.exports = { start };
