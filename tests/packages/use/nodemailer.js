const net = require('net');
const nodemailer = require('nodemailer');
const mail = {
  from: 'Ann <ann@a.example>', to: [ 'bob@b.example', '李雷 <li@c.example>' ], subject: 'Grüße 你好', text: 'plain é', html: '<b>bold</b>', date: new Date(0),
  messageId: '<1@a.example>', attachments: [{ filename: 'é.txt', content: Buffer.from('attached') }, { filename: 'b.bin', content: 'AAEC', encoding: 'base64' }], headers: { 'X-Own': '1' },
};
const plain = text => text.replace(/(--_NmP|----_NmP)-[\w-]+/g, '$1');
// A server of the few words that a mail needs.
const said = [];
const server = net.createServer(socket => {
  let data = false;
  let rest = '';
  socket.write('220 here\r\n');
  socket.on('error', () => {});
  socket.setEncoding('utf8').on('data', chunk => {
    rest += chunk;
    for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
      const line = rest.slice(0, at);
      rest = rest.slice(at + 2);
      if (data) {
        if (line === '.') { data = false; socket.write('250 kept\r\n'); }
        continue;
      }
      said.push(line.replace(/^EHLO .*/, 'EHLO'));
      if (line.startsWith('EHLO')) socket.write('250-here\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n');
      else if (line.startsWith('AUTH')) socket.write('235 known\r\n');
      else if (line === 'DATA') { data = true; socket.write('354 go on\r\n'); } else if (line === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    }
  });
});
(async () => {
  const { message, envelope } = await nodemailer.createTransport({ streamTransport: true, buffer: true }).sendMail(mail);
  show(envelope, plain(message.toString()));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true, auth: { user: 'ann', pass: 'secret' } });
  const sent = await transport.sendMail(mail);
  show(sent.accepted, sent.rejected, sent.response, said);
  await new Promise(resolve => server.close(resolve));
  await nodemailer.createTransport({ host: '127.0.0.1', port }).sendMail(mail).catch(error => show(error.code, error.command));
})().catch(error => show(error));
