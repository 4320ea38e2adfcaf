'use strict';

/** What `require('cluster-client')` gives to plugins: the generator and `close`. */
const ClientGenerator = require('cluster-client/lib/client_generator');
const { CLOSE } = require('cluster-client/lib/symbols');

module.exports = (Client, options) => new ClientGenerator(Client, options);
module.exports.close = client => client[CLOSE]();
