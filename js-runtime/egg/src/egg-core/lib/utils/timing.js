'use strict';

/** How long each step of the start took: what `run/<type>_timing_<pid>.json` and the start-up timeline show. */
const assert = require('assert');
const { EOL } = require('os');

module.exports = class Timing {
  #items = new Map();
  #list = [];
  #firstStart = null;
  #enabled = true;

  constructor() {
    this.start('Process Start', Date.now() - Math.floor(process.uptime() * 1000));
    this.end('Process Start');
    if (typeof process.scriptStartTime === 'number') {
      this.start('Script Start', process.scriptStartTime);
      this.end('Script Start');
    }
  }

  /** Opens an item, from `start` (milliseconds since the epoch) or now; an open item of that name is ended first. */
  start(name, start) {
    if (!name || !this.#enabled) return undefined;
    if (this.#items.has(name)) this.end(name);
    const item = {
      name,
      start: start || Date.now(),
      end: undefined,
      duration: undefined,
      pid: process.pid,
      index: this.#list.length,
    };
    this.#firstStart ??= item.start;
    this.#items.set(name, item);
    this.#list.push(item);
    return item;
  }

  end(name) {
    if (!name || !this.#enabled) return undefined;
    const item = this.#items.get(name);
    assert(item, `should run timing.start('${name}') first`);
    item.end = Date.now();
    item.duration = item.end - item.start;
    return item;
  }

  enable() {
    this.#enabled = true;
  }

  disable() {
    this.#enabled = false;
  }

  clear() {
    this.#items.clear();
    this.#list = [];
  }

  /** The items in starting order. */
  toJSON() {
    return this.#list;
  }

  /** A timeline of bars, `width` characters for the whole start. */
  toString(prefix = 'egg start timeline:', width = 50) {
    const now = Date.now();
    const total = now - this.#firstStart;
    const scale = total > width ? width / total : 1;
    const lines = this.#list.map(item => this.#timeline(item, now, scale));
    return [ prefix, ...lines ].join(EOL);
  }

  #timeline(item, now, scale) {
    const ended = typeof item.duration === 'number';
    const duration = ended ? item.duration : now - item.start;
    const columns = milliseconds => Math.floor((milliseconds * scale).toFixed(6));
    const indent = ' '.repeat(columns(item.start - this.#firstStart));
    const bar = '▇'.repeat(Math.max(columns(duration), 1));
    return `${indent}${bar} [${duration}ms${ended ? '' : ' NOT_END'}] - #${item.index} ${item.name}`;
  }
};
