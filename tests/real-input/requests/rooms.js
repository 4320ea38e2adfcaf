'use strict';

// What apps/rooms is asked.

module.exports = [
  { path: '/' }, // PLUG-093
  { path: '/rooms?transports=polling' }, // PLUG-061, PLUG-063, PLUG-047
  { path: '/rooms?transports=websocket' },
];
