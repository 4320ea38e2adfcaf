'use strict';

const NAME = 'name';

module.exports = {
  /** Whether the answer goes to a program. */
  get isApi() {
    return this.path.startsWith('/api/');
  },

  /** What this reader called themselves last, from an encrypted cookie; '' for a stranger. */
  get readerName() {
    return this.cookies.get(NAME, { encrypt: true }) || '';
  },

  set readerName(name) {
    this.cookies.set(NAME, name, { encrypt: true, maxAge: 30 * 24 * 3600 * 1000 });
  },
};
