'use strict';

/** The functions that nunjucks offers every template. */
module.exports = {
  range(first, last, step) {
    const [ start, stop ] = last === undefined ? [ 0, first ] : [ first, last ];
    const by = last === undefined ? 1 : step || 1;
    const numbers = [];
    for (let i = start; by > 0 ? i < stop : i > stop; i += by) numbers.push(i);
    return numbers;
  },

  cycler(...items) {
    let index = -1;
    return {
      current: null,
      reset() {
        index = -1;
        this.current = null;
      },
      next() {
        index = index + 1 < items.length ? index + 1 : 0;
        this.current = items[index];
        return this.current;
      },
    };
  },

  joiner(separator) {
    let isFirst = true;
    return () => {
      const text = isFirst ? '' : separator || ',';
      isFirst = false;
      return text;
    };
  },
};
