'use strict';

const channels = new Map();

/** Publishes { socket } on the diagnostics channel `name`. (Node: net.client.socket, net.server.socket, udp.socket) */
exports.announce = function announce(name, socket) {
  let channel = channels.get(name);
  if (channel === undefined) {
    channel = require('diagnostics_channel').channel(name);
    channels.set(name, channel);
  }
  if (channel.hasSubscribers) channel.publish({ socket });
};
