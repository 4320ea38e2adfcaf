'use strict';

const OPENED = '[removed]';
const CLOSED = '[/removed]';

/** Removes tags together with what is between them: `tags` is a list, or true for all that are not allowed. */
module.exports = class TagBodies {
  #tags;
  #next;
  #ranges = [];
  #start;

  constructor(tags, next) {
    this.#tags = tags;
    this.#next = next;
  }

  /** Leaves a mark in the place of a tag. Those between an opening and a closing one go with them. */
  mark(tag, source, info) {
    if (Array.isArray(this.#tags) && !this.#tags.includes(tag)) return this.#next(tag, source, info);
    if (!info.isClosing) {
      this.#start ||= info.position;
      return OPENED;
    }
    this.#ranges.push([ this.#start ?? info.position, info.position + CLOSED.length ]);
    this.#start = undefined;
    return CLOSED;
  }

  cut(html) {
    let result = '';
    let done = 0;
    for (const [ start, end ] of this.#ranges) {
      result += html.slice(done, start);
      done = end;
    }
    return result + html.slice(done);
  }
};
