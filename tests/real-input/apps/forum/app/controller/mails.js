'use strict';

const nodemailer = require('nodemailer');
const smtpTransport = require('nodemailer-smtp-transport');

const { read, ...mailbox } = JSON.parse(process.env.OUTSIDE_MAILBOX);
const mail = {
  from: 'Forum <forum@a.example>', to: [ 'ada@b.example', '李雷 <li@bücher.example>' ], subject: 'Welcome, 你好', date: new Date(0), messageId: '<1@a.example>',
  text: 'plain é\n.dotted', html: '<b>bold</b>', attachments: [ { filename: 'é.txt', content: 'attached' }, { filename: 'b.bin', content: Buffer.from([ 0, 1, 2 ]) } ],
};
/** Without the boundaries, which are random. */
const plain = text => text.replace(/(--?_NmP|Nodemailer)-[0-9a-z]+/g, '$1');
const failed = promise => promise.then(() => 'done', error => [ error.code, error.command, error.responseCode ?? null, error.message ]);

/** What the mailbox got. */
async function arrived(ctx) {
  const { data } = await ctx.curl(read, { dataType: 'json' });
  return data.map(({ text, ...rest }) => ({ ...rest, text: text.map(plain) }));
}

exports.sent = async ctx => { // PLUG-092
  const transport = nodemailer.createTransport(mailbox);
  const verified = await transport.verify();
  const { accepted, rejected, response, envelope } = await transport.sendMail(mail);
  const partly = await transport.sendMail({ ...mail, to: 'nobody@b.example, ada@b.example', html: undefined, attachments: undefined });
  ctx.body = { verified, accepted, rejected, response, envelope, partly: [ partly.accepted, partly.rejected ], arrived: await arrived(ctx) };
};

exports.pooled = async ctx => {
  const transport = nodemailer.createTransport({ ...mailbox, pool: true, maxConnections: 1 });
  for (const n of [ 1, 2 ]) await transport.sendMail({ ...mail, subject: `mail ${n}`, html: undefined, attachments: undefined });
  transport.close();
  ctx.body = (await arrived(ctx)).map(({ said, secure }) => [ said, secure ]);
};

exports.older = async ctx => {
  const transport = nodemailer.createTransport(smtpTransport({ ...mailbox, ignoreTLS: true }));
  const { response } = await transport.sendMail({ ...mail, html: undefined, attachments: undefined });
  ctx.body = { response, arrived: await arrived(ctx) };
};

exports.refused = async ctx => {
  const to = options => nodemailer.createTransport({ ...mailbox, ...options }).sendMail(mail);
  ctx.body = [
    await failed(to({ auth: { user: 'forum', pass: 'wrong' } })), await failed(to({ host: '127.0.0.1', port: 9 })), await failed(to({ tls: { servername: 'other.example' } })),
    await failed(nodemailer.createTransport(mailbox).sendMail({ ...mail, to: 'nobody@b.example' })),
  ];
};

exports.kept = async ctx => {
  const { message, envelope } = await nodemailer.createTransport({ streamTransport: true, buffer: true }).sendMail(mail);
  ctx.body = { message: plain(message.toString()), envelope };
};
