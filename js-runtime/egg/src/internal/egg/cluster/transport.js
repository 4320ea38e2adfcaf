'use strict';

/**
 * How leader and followers of a cluster client talk: messages on the processes' channels to the master, which passes them on.
 * Values travel as their transcoder encoded them.
 */
const { Buffer } = require('buffer');

const ACTION = 'cluster-client';

/** To the agent, from a follower. */
exports.toLeader = data => process.send({ action: ACTION, to: 'agent', data });

/** To the process of a follower, from the agent. */
exports.toFollower = (pid, data) => process.send({ action: ACTION, receiverPid: String(pid), data });

/** Calls `listener(data)` for what comes from the other side. */
exports.listen = listener => process.on('message', message => {
  if (message?.action === ACTION) listener(message.data);
});

/** Calls `listener(data)` for a message of the master's own. */
exports.onMaster = (action, listener) => process.on('message', message => {
  if (message?.action === action && message.from === 'master') listener(message.data);
});

/** An encoded value as JSON can carry it. */
exports.pack = encoded => (Buffer.isBuffer(encoded) ? { base64: encoded.toString('base64') } : { text: encoded });

exports.unpack = ({ base64, text }) => (base64 === undefined ? text : Buffer.from(base64, 'base64'));

/** An error as its name, message, code and stack. */
exports.packError = ({ name, message, code, stack }) => ({ name, message, code, stack });

exports.unpackError = fields => Object.assign(new Error(fields.message), fields);
