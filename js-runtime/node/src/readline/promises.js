'use strict';

/** `readline/promises`: an Interface whose question() gives a promise, and cursor movements that are collected. */

const { Interface: Base, askPromised } = require('internal/readline/interface');
const output = require('internal/readline/output');
const { AbortError, codes } = require('internal/errors');
const { validateBoolean, validateInteger } = require('internal/validators');

class Interface extends Base {
  /** Rejects the question that is open. */
  #abandon;

  question(query, options) {
    return new Promise((resolve, reject) => {
      this.#abandon = reject;
      askPromised.call(this, query, options).then(resolve, reject);
    });
  }

  /** The completer may give a promise, and takes no callback. */
  async _complete(text, done) {
    let completed;
    try {
      completed = await this.completer(text);
    } catch (error) {
      done(error);
      return;
    }
    done(null, completed);
  }

  _leave(key) {
    this.#abandon?.(new AbortError(`Aborted with ${key}`));
    super._leave(key);
  }
}

/** Collects movements until `commit()` writes them. */
class Readline {
  #stream;
  #autoCommit = false;
  #todo = [];

  constructor(stream, options = undefined) {
    if (stream === null || typeof stream !== 'object' || typeof stream.write !== 'function') {
      throw codes.ERR_INVALID_ARG_TYPE('stream', 'Writable', stream);
    }
    this.#stream = stream;
    if (options && options.autoCommit != null) {
      validateBoolean(options.autoCommit, 'options.autoCommit');
      this.#autoCommit = options.autoCommit;
    }
  }

  #add(move, ...args) {
    let text = '';
    move({ write(piece) { text += piece; return true; } }, ...args);
    if (this.#autoCommit) process.nextTick(() => this.#stream.write(text));
    else this.#todo.push(text);
    return this;
  }

  cursorTo(x, y = undefined) {
    validateInteger(x, 'x');
    if (y != null) validateInteger(y, 'y');
    return this.#add(output.cursorTo, x, y == null ? undefined : y);
  }

  moveCursor(dx, dy) {
    if (dx) validateInteger(dx, 'dx');
    if (dy) validateInteger(dy, 'dy');
    return this.#add(output.moveCursor, dx, dy);
  }

  clearLine(direction) {
    validateInteger(direction, 'dir', -1, 1);
    return this.#add(output.clearLine, direction);
  }

  clearScreenDown() {
    return this.#add(output.clearScreenDown);
  }

  commit() {
    return new Promise((resolve) => {
      this.#stream.write(this.#todo.join(''), resolve);
      this.#todo = [];
    });
  }

  rollback() {
    this.#todo = [];
    return this;
  }
}

function createInterface(input, output_, completer, terminal) {
  return new Interface(input, output_, completer, terminal);
}

module.exports = { Interface, Readline, createInterface };
