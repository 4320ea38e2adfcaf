'use strict';

const STATS = Symbol('app.stats');

class Stats {
  constructor() {
    this.answers = 0;
    this.classes = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };
  }

  count(status) {
    this.answers++;
    this.classes[`${Math.floor(status / 100)}xx`]++;
  }

  toJSON() {
    return { answers: this.answers, ...this.classes };
  }
}

module.exports = {
  /** How many answers this worker gave, by status class. */
  get stats() {
    if (!this[STATS]) this[STATS] = new Stats();
    return this[STATS];
  },
};
