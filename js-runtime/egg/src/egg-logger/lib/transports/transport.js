'use strict';

/**
 * Where log entries go. Options: `level` (NONE), `formatter`, `contextFormatter`, `paddingMessageFormatter`, `json`,
 * `encoding` (utf8), `eol`, `localStorage` (the running request, when an entry names none), `dateISOFormat`.
 */
const os = require('os');
const levels = require('egg-logger/lib/level');
const { assign, format, normalizeLevel } = require('egg-logger/lib/utils');

module.exports = class Transport {
  #enabled = true;

  constructor(options) {
    this.options = assign(this.defaults, options);
    if (this.options.encoding === 'utf-8') this.options.encoding = 'utf8';
    this.options.level = normalizeLevel(this.options.level);
  }

  get defaults() {
    return {
      level: 'NONE',
      formatter: null,
      contextFormatter: null,
      json: false,
      encoding: 'utf8',
      eol: os.EOL,
    };
  }

  get enabled() {
    return this.#enabled;
  }

  enable() {
    this.#enabled = true;
  }

  disable() {
    this.#enabled = false;
  }

  get level() {
    return this.options.level;
  }

  set level(level) {
    this.options.level = normalizeLevel(level);
  }

  /** Whether entries of that level (by name) are written. */
  shouldLog(level) {
    return this.#enabled && this.options.level !== levels.NONE && this.options.level <= levels[level];
  }

  /** The formatted entry; transports write it. */
  log(level, args, meta) {
    const ctx = meta?.ctx ? undefined : this.options.localStorage?.getStore();
    return format(level, args, ctx ? { ...meta, ctx } : meta, this.options);
  }

  reload() {}

  close() {}

  end() {}
};
