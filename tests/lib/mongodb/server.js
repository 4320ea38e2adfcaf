'use strict';

// A server that speaks MongoDB's wire protocol and keeps its documents in memory, so that drivers and what is built on them can be tested
// where no MongoDB is to be had. It is not MongoDB, and shows nothing of it: what a query, an update or a pipeline means is said by the
// package mingo; there are no transactions, no replica sets, no TLS, no compression, no text or geographic search, and indexes keep values
// unique but speed nothing up. An application that behaves the same over it twice has been shown to send the same and to understand the
// same, not to be right about MongoDB.
//
// usage: node server.js PORT USER PASSWORD

const net = require('net');
const { BSON } = require('bson');
const { run } = require('./commands');

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const MORE_TO_COME = 2;

const [ port, user, password ] = process.argv.slice(2);
const document = (bytes, offset) => BSON.deserialize(bytes.subarray(offset, offset + bytes.readInt32LE(offset)));

/** The command of an OP_MSG: its document, with the lists that came beside it. */
function commandOfMessage(body) {
  let command;
  const lists = {};
  for (let offset = 4; offset < body.length;) {
    const kind = body[offset++];
    const end = offset + body.readInt32LE(offset);
    if (kind === 0) {
      command = document(body, offset);
    } else {
      const named = body.indexOf(0, offset + 4);
      const list = lists[body.toString('utf8', offset + 4, named)] = [];
      for (let at = named + 1; at < end; at += body.readInt32LE(at)) list.push(document(body, at));
    }
    offset = end;
  }
  return { ...command, ...lists };
}

/** The command of an OP_QUERY to DATABASE.$cmd, by which older drivers send all, and newer ones the first. */
function commandOfQuery(body) {
  const named = body.indexOf(0, 4);
  const [ , database ] = /^(.*)\.\$cmd$/.exec(body.toString('utf8', 4, named));
  const query = document(body, named + 9);
  return { ...(query.$query ?? query), $db: database };
}

function message(answerTo, operation, ...parts) {
  const header = Buffer.alloc(HEADER);
  const length = parts.reduce((sum, part) => sum + part.length, HEADER);
  [ length, 0, answerTo, operation ].forEach((value, n) => header.writeInt32LE(value, n * 4));
  return Buffer.concat([ header, ...parts ]);
}

/** The answer to one message; null when none is wanted. */
function answer(bytes, client) {
  const [ id, operation, body ] = [ bytes.readInt32LE(4), bytes.readInt32LE(12), bytes.subarray(HEADER) ];
  if (operation === OP_MSG) {
    const said = BSON.serialize(run(commandOfMessage(body), client));
    return body.readInt32LE(0) & MORE_TO_COME ? null : message(id, OP_MSG, Buffer.alloc(5), said);
  }
  if (operation !== OP_QUERY) throw new Error(`message of the kind ${operation}, which is unknown here`);
  const head = Buffer.alloc(20);
  head.writeInt32LE(1, 16); // one document, no cursor, from the beginning
  return message(id, OP_REPLY, head, BSON.serialize(run(commandOfQuery(body), client)));
}

let connections = 0;
net.createServer(socket => {
  const client = { id: ++connections, account: { user, password }, known: false };
  let kept = Buffer.alloc(0);
  socket.on('data', bytes => {
    kept = Buffer.concat([ kept, bytes ]);
    while (kept.length >= HEADER && kept.length >= kept.readInt32LE(0)) {
      const length = kept.readInt32LE(0);
      const said = answer(kept.subarray(0, length), client);
      if (said) socket.write(said);
      kept = kept.subarray(length);
    }
  });
  // A client that went away in the middle is no concern of the others.
  socket.on('error', () => socket.destroy());
}).listen(Number(port), '127.0.0.1');
