'use strict';

const LocalMessenger = require('egg/lib/core/messenger/local');
const IpcMessenger = require('egg/lib/core/messenger/ipc');

/** The messenger of an application or agent: within the process in single mode, else through the master. */
exports.create = egg => (egg.options.mode === 'single' ? new LocalMessenger(egg) : new IpcMessenger(egg));
