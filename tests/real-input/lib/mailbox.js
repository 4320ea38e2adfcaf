'use strict';

/** Takes mails by SMTP, with STARTTLS and a password, and hands out what came, as JSON, to whoever asks by HTTP; each once. */

const http = require('http');
const net = require('net');
const tls = require('tls');

const ACCOUNT = { user: 'forum', pass: 'mail secret' };
const PLAIN = Buffer.from(`\0${ACCOUNT.user}\0${ACCOUNT.pass}`).toString('base64');

/** One client's conversation, over `socket` and, once it asked for it, over TLS. */
class Conversation {
  constructor(socket, identity, keep) {
    Object.assign(this, { identity, keep, said: [], text: null, secure: false });
    this.over(socket);
    this.say('220 mailbox.example');
  }

  over(socket) {
    this.socket = socket;
    let rest = '';
    socket.setEncoding('utf8').on('data', chunk => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop();
      for (const line of lines) this.hear(line);
    });
    // A client that does not trust us goes away without a word.
    socket.on('error', () => socket.destroy());
  }

  say(...lines) {
    this.socket.write(lines.map(line => `${line}\r\n`).join(''));
  }

  hear(line) {
    if (this.text !== null) return this.hearText(line);
    const [ verb ] = line.toUpperCase().split(' ');
    this.said.push(line.replace(/^(EHLO|HELO) .*/, '$1'));
    if (verb === 'EHLO') this.say('250-mailbox.example', ...(this.secure ? [] : [ '250-STARTTLS' ]), '250-8BITMIME', '250 AUTH PLAIN');
    else if (verb === 'STARTTLS') this.startTls();
    else if (verb === 'AUTH') this.say(line === `AUTH PLAIN ${PLAIN}` ? '235 known' : '535 5.7.8 unknown');
    else if (verb === 'RCPT' && line.includes('nobody@')) this.say('550 5.1.1 no such mailbox');
    else if (verb === 'DATA') {
      this.text = [];
      this.say('354 go on');
    } else if (verb === 'QUIT') this.socket.end('221 bye\r\n');
    else this.say('250 fine');
  }

  hearText(line) {
    if (line !== '.') return this.text.push(line.replace(/^\.\./, '.'));
    this.keep({ said: this.said, secure: this.secure, text: this.text });
    Object.assign(this, { said: [], text: null });
    this.say('250 kept');
  }

  startTls() {
    this.say('220 go on');
    this.socket.removeAllListeners('data');
    this.secure = true;
    this.over(new tls.TLSSocket(this.socket, { isServer: true, ...this.identity }));
  }
}

/** Gives `{ settings, stop }`; `identity`: `{ key, cert }` of 127.0.0.1. */
async function start(identity) {
  const mails = [];
  const sockets = new Set();
  const smtp = net.createServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Conversation(socket, identity, mail => mails.push(mail));
  });
  const reader = http.createServer((request, response) => response.end(JSON.stringify(mails.splice(0))));
  for (const server of [ smtp, reader ]) await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    settings: { host: '127.0.0.1', port: smtp.address().port, auth: ACCOUNT, read: `http://127.0.0.1:${reader.address().port}/` },
    stop() {
      smtp.close();
      for (const socket of sockets) socket.destroy();
      reader.close().closeAllConnections();
    },
  };
}

module.exports = { start };
