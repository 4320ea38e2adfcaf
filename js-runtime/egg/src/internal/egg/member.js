'use strict';

/**
 * An agent or app worker as a member of a cluster: how it starts and ends, in egg-cluster's and graceful-process's words.
 */
const path = require('path');
const Module = require('module');
const framework = require('internal/egg/framework');
const { written } = require('egg-logger/lib/closing_streams');
const EggConsoleLogger = require('egg-logger/lib/egg/console_logger');

const KINDS = {
  agent: { name: 'Agent', label: 'agent_worker', level: 'EGG_AGENT_WORKER_LOGGER_LEVEL' },
  app: { name: 'Application', label: 'app_worker', level: 'EGG_APP_WORKER_LOGGER_LEVEL' },
};

module.exports = class Member {
  #label;
  #logger;
  #name;
  #app;

  /** @param {string} role `agent` or `app` */
  constructor(role) {
    const { name, label, level } = KINDS[role];
    this.#name = name;
    this.#label = label;
    this.#logger = new EggConsoleLogger({ level: process.env[level] });
    process.once('exit', code => {
      this.#logger[code === 0 ? 'info' : 'error']('[%s] exit with code:%s', label, code);
    });
  }

  /** Resolves to the agent or application once it is ready; a failure is logged and ends the process with code 1. */
  async start(options) {
    try {
      const require = Module.createRequire(path.join(options.baseDir, 'package.json'));
      for (const id of [ options.require ?? [] ].flat()) require(id);
      const { [this.#name]: Class } = framework.load(options);
      this.#app = new Class(options);
    } catch (error) {
      this.#logger.error(error);
      process.exit(1);
    }
    const app = this.#app;
    const late = () => {
      this.#logger.error('[%s] start timeout, exiting with code:1', this.#label);
      process.exit(1);
    };
    // egg lets an agent take its time.
    if (app.type === 'application') app.once('startTimeout', late);
    try {
      await app.ready();
    } catch (error) {
      this.#logger.error(error);
      this.#logger.error('[%s] start error, exiting with code:1', this.#label);
      process.exit(1);
    }
    app.removeListener('startTimeout', late);
    return app;
  }

  /** The worker is to end: says so. When the master asked for it without a signal, listeners of the signal hear of it all the same. */
  terminating(signal, isAsked) {
    if (isAsked) process.emit(signal, signal);
    this.#logger.info('[%s] receive signal %s, exiting with code:0', this.#label, signal);
  }

  /** The master is gone. */
  disconnected() {
    if (this.#name === 'Agent') {
      this.#logger.error('[%s] receive disconnect event on child_process fork mode, exiting with code:110', this.#label);
    } else {
      this.#logger.error('[%s] receive disconnect event in cluster fork mode, exitedAfterDisconnect:false', this.#label);
    }
  }

  /** Closes the agent or application, then ends the process with `code`. */
  async exit(code) {
    try {
      await this.#app.close();
      this.#logger.info('[%s] beforeExit success', this.#label);
    } catch (error) {
      this.#logger.error('[%s] beforeExit fail, error: %s', this.#label, error.message);
    }
    await written();
    process.exit(code);
  }
};
